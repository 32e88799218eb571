// Copies the address of what is on screen, or prints it: the two things a page on a server cannot do itself.
export default function (component) {
  const { data, parentElement } = component;
  const [copy, print] = parentElement.querySelectorAll("button");
  const said = parentElement.querySelector("[role=status]");
  copy.textContent = data.copy;
  print.textContent = data.print;
  copy.onclick = async () => {
    const done = await copied(location.href);
    said.textContent = done ? data.copied : location.href;
    if (done) setTimeout(() => (said.textContent = ""), 4000);
  };
  print.onclick = () => window.print();
}

// Without https a browser has no clipboard for scripts; a selection in a field can still be copied.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
