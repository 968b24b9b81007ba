"""Who works in the shop: service, members, tasks, targets, money."""
