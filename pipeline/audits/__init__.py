"""The audit rules, one file a story; `pipeline.audit` runs them."""
