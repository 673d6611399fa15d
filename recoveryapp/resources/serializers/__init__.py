from recoveryapp.resources.serializers.directory import CrisisContactsSerializer, ResourceSerializer

__all__ = ["CrisisContactsSerializer", "ResourceSerializer"]
