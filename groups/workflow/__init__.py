"""What happens, step by step: permission, lock, state, change and record in one transaction. One module per noun."""
