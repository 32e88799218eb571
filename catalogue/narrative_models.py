"""The words and subjects that figures in sentences are found by: narrative/vocabulary.yaml, narrative/subjects.yaml."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from catalogue.models import Definition, Level

Kind = Literal[
    "subject", "other", "women", "men", "group", "level", "levels", "scope", "place", "stage", "person", "total", "share",
    "makes", "within", "of", "out_of", "compare", "reaches", "former", "hedge", "target", "target_after", "result", "has_women",
    "respectively", "term", "span", "assembly", "until", "continues", "numbered", "measure", "activity", "money", "spent",
    "foreign", "joins", "aims", "event", "acts", "filler",
]  # fmt: skip
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda text: tuple(part.strip() for part in text.split("|")) if isinstance(text, str) else text),
]


class Entry(Definition):
    """Phrases of one kind, parted by “|”; what they mean is in `value`, `body`, `post` and `level`.

    The longest phrase at a place counts. `subject` is a body or a post in one; `other` a subject of which no
    indicator speaks; `group` a part of the persons that is not the women (EM, Y40, other). `filler` words say
    nothing about what is counted: only a text of which every word is known is understood without doubt.
    """

    kind: Kind
    texts: Texts
    value: str | None = None
    body: str | None = None
    post: str | None = None
    level: Level | None = None


class Topic(Definition):
    """A subject that an indicator speaks of: the persons of a body, or those who hold a post.

    `indicators`, `minority`, `young` and `elements` go by stage; `default` is for stages not named. `posts` that
    may be named; `post_elements` where the data element depends on the post.
    """

    id: str
    body: str
    posts: tuple[str, ...] = ()
    bare: bool = True  # whether the body alone, without a post, means its members
    alone: bool = False  # whether the post alone, without the body, is enough
    family: Literal["party", "council", "none"]
    persons: tuple[str, ...] = ()  # how its persons alone are called: a sentence with them goes on with it
    level: Level | None = None
    indicators: dict[str, str] = Field(default_factory=dict)
    minority: dict[str, str] = Field(default_factory=dict)
    young: dict[str, str] = Field(default_factory=dict)
    with_women: str | None = None  # the indicator that counts bodies with at least one woman
    elements: dict[str, str] = Field(default_factory=dict)
    post_elements: dict[str, str] = Field(default_factory=dict)


class Counted(Definition):
    """An indicator that is a count: measure words with the activity they count (“25 cuộc truyền thông”)."""

    indicator: str
    element: str
    activity: str


class Subjects(Definition):
    """What subjects.yaml holds. `assemblies` are terms by the number of the National Assembly."""

    topics: tuple[Topic, ...]
    counted: tuple[Counted, ...]
    assemblies: dict[int, str]


class Vocabulary(Definition):
    entries: tuple[Entry, ...]
    number_words: dict[str, int]


class Narrative(Definition):
    """Everything the grammar of narrative figures knows."""

    vocabulary: Vocabulary
    subjects: Subjects
