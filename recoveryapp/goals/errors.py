from recoveryapp.common.errors import DomainError


class GoalClosed(DomainError):
    code = "goal_closed"
    sentence = "This goal is closed. Open it again to change its steps or how close it feels."


class TooManySteps(DomainError):
    code = "too_many_steps"
    sentence = "This goal has as many steps as it can hold."
