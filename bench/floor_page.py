"""The floor of a page: one choice, one empty chart."""

import plotly.graph_objects as go
import streamlit as st

chosen = st.selectbox("Chọn", ["một", "hai", "ba", "bốn"], key="choice")
st.title(chosen)
st.plotly_chart(go.Figure(layout={"title": chosen, "height": 300}), key="chart")
