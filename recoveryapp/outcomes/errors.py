from recoveryapp.common.errors import DomainError


class NoLogicModel(DomainError):
    code = "no_logic_model"
    status = 503
    sentence = "The lists this needs are not loaded yet. Run load_logic_model."


class PublishedVersionChanged(DomainError):
    code = "published_version_changed"
    sentence = "A published version never changes. Give the change a new version."


class PublishedCodeDropped(DomainError):
    code = "published_code_dropped"
    sentence = "People's rows refer to published codes, so a new version keeps every one of them."


class MeasureNotPermitted(DomainError):
    code = "measure_not_permitted"
    sentence = "This measure is not ours, and no permission in force is on record for it."


class TooManyOwnItems(DomainError):
    code = "too_many_own_items"
    sentence = "That is as many items of your own as fit here."
