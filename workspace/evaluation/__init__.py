"""The evaluation log: what happened or was learned, dated and tied to actions and criteria."""
