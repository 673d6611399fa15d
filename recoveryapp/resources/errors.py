from recoveryapp.common.errors import DomainError


class ChangedMeanwhile(DomainError):
    code = "changed_meanwhile"
    sentence = "Somebody changed this since you opened it. Look at it again, then change it."


class ClosedByPublisher(DomainError):
    code = "closed_by_publisher"
    sentence = "Its publisher says that it is not open. It comes back when they say so."


class SameResource(DomainError):
    code = "same_resource"
    sentence = "These two are one already, or one of them is not open."


class TooManyReports(DomainError):
    code = "too_many_reports"
    status = 429
    sentence = "You have told us of many things today. Please send this one tomorrow."


class SourceNameTaken(DomainError):
    code = "source_name_taken"
    sentence = "Another source has this name."


class StoryNotAsked(DomainError):
    code = "story_not_open"
    sentence = "This story is not waiting to be read."


class OwnStory(DomainError):
    code = "own_story"
    sentence = "Two other people read a story before it is published."


class StoryNotWhole(DomainError):
    code = "story_not_whole"
    sentence = "A story needs a title, a sentence about it, and its words."


class StoryGivenAway(DomainError):
    code = "story_given_away"
    sentence = "This story is being read or is published. Take it back first, then change it."
