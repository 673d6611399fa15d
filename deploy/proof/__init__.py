"""Shows, without a container engine, that what deploy/ says works: `make prove`.

* `declared`: docker-compose.yml against the specification, the manifests against Kubernetes' schemas
* `image`: each instruction of the Dockerfile, in its order, in a clean folder
* `stack`: the commands of docker-compose.yml with what was built: two web processes, two workers and two
  beats behind the real proxy
* `load`: people who read and write meanwhile, and miss nothing
* `day_two`: the scripts of deploy/, run against all of this
"""
