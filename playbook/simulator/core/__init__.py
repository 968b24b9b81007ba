"""What every piece of a world stands on: chance, effects, frames, the agenda, the day."""
