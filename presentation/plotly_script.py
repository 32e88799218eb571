"""The script that draws charts, served as the package plotly has it; its name carries the version, so that readers keep it."""

from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

SOURCE = f"/plotly-{plotly.__version__}.js"


async def _script(_: Request) -> Response:
    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return FileResponse(path, media_type="text/javascript", headers={"cache-control": "public, max-age=31536000, immutable"})


ROUTE = Route(SOURCE, _script)
