"""Plans in the words of a plan file."""

from __future__ import annotations

PARALLEL = """
[[line]]
scope = "seg:small #free"
unmanaged = "free tier, in-product only"

[[line]]
scope = "seg:small"
model = "pooled"
pool = "scaled"
serve = { mid = "tech" }

[[line]]
scope = "stage:onboarding"
model = "generalist"
alignment = "firefighter"
people = "team:fire"

[[line]]
scope = "seg:mid or seg:ent"
model = "growth"
alignment = "service-oriented"
people = "role:csm"
duties = { renewal = "team" }

[[overlay]]
key = "technical_support"
scope = "complexity:complex -seg:small"
assists = ["support"]
roles = ["support_engineer"]
hours = { high = 1.5, mid = 0.6, tech = 0.2 }
relieves = { support = 0.5 }
"""
"""Small accounts pooled and served at tech touch, firefighters for onboarding, growth segments, an overlay."""
