# What the Makefile and all pipelines share: the environment of their commands, and the check of their settings.
# Needs PIPELINES, the folder of this file.

# -p: without the user's BASH_ENV, CDPATH, options and functions.
SHELL := /bin/bash
.SHELLFLAGS := -p -c

# Decimal points and one order for awk, sort, printf and Python, whatever the user's language; and none of the
# variables that change what programs print or how shells read their input.
export LC_ALL := C
unexport CDPATH GREP_OPTIONS POSIXLY_CORRECT QUOTING_STYLE BASH_ENV ENV SHELLOPTS BASHOPTS
# Programs leave no compiled ones beside them, and load no modules of the user's.
export PYTHONDONTWRITEBYTECODE := 1
unexport PYTHONPATH PYTHONHOME PYTHONOPTIMIZE

apostrophe := '
define newline


endef
# What the user wrote is looked at as it stands: make would run $(shell ...) in it.
given = $(if $(filter file,$(origin $(1))),$($(1)),$(value $(1)))
# In apostrophes, nothing but these ends or changes a word.
unquotable = $(findstring $$,$(1))$(findstring $(apostrophe),$(1))$(findstring $(newline),$(1))
complaint = $(shell $(PIPELINES)/setting.sh '$(1)' '$(2)' $(if $(call unquotable,$(3)),,'$(3)'))
# $(call check,KIND,NAME...): ends make with a line unless these variables are of that kind (setting.sh).
check = $(foreach name,$(2),$(call refuse,$(call complaint,$(1),$(name),$(call given,$(name)))))
refuse = $(if $(1),$(error $(1)))
