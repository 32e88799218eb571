"""The dashboard as an ASGI application: `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from catalogue.paths import ROOT
from presentation import sign_in
from presentation.guard import Guard
from presentation.server import ROUTES, CompressedOnce, SecurityHeaders, lifespan, show_failure

app = st.App(
    ROOT / "presentation" / "ui.py",
    routes=ROUTES,
    middleware=[Middleware(SecurityHeaders), Middleware(Guard), Middleware(CompressedOnce)],
    lifespan=lifespan,
    on_script_error=show_failure,
    secrets=sign_in.secrets(),
)
