# The paper in one command: every figure and number of arXiv:1912.03296 with ours beside it, as one static page.
#
#   make -f pipelines/paper.mk [PAPER=quick|full] [JOBS=2] [OUT=build/paper]
#
# quick is for a look: fewer cells, starts and points of the map, the shipped network. full has the paper's sizes, and
# trains the network from nothing. Every step resumes: interrupt it at will.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/paper.mk: their path has blanks))

PAPER ?= quick
OUT ?= build/paper
PYTHON ?= /usr/bin/python3
$(call check,size,PAPER)
$(call check,path,OUT PYTHON)
WORK := $(OUT)/$(PAPER)

VALIDATE_quick := CELLS_N=300
SURVEY_quick := SURVEY_N=1000 TSNE_N=500
PHASE_quick := STEPS=100
DESIGN_quick := SEARCH='--starts 64 --polish 40 --candidates 2'
MAP_quick := OMEGA0=0.55:0.6:2 J=0.033:0.045:4 DJ=-0.012:0.012:5 STARTS=16 POLISH=20 PIXELS=100

VALIDATE_full :=
SURVEY_full :=
PHASE_full := STEPS=300
DESIGN_full :=
MAP_full := ROUNDS=3 STARTS=200 POLISH=100 PIXELS=400

STEPS := validate survey phase-map design map times $(if $(filter full,$(PAPER)),train)

.PHONY: paper $(STEPS) clean-paper
paper: $(STEPS)
	@$(PIPELINES)/paper.py rows '$(WORK)' '$(PAPER)' > '$(WORK)/rows.tsv'
	@$(PIPELINES)/paper.py page '$(PAPER)' '$(WORK)' '$(OUT)/index.html'
	@echo 'Page: $(OUT)/index.html'

$(call discard,$(WORK)/times.tsv)

run = @start=$$(date +%s); $(MAKE) -f $(PIPELINES)/$(1) PYTHON='$(PYTHON)' JOBS='$(JOBS)' $(2) > '$(WORK)/$@.log' \
  && printf '%s done in %d s\n' '$@' $$(($$(date +%s) - start)) || { cat '$(WORK)/$@.log' >&2; exit 1; }

$(STEPS): | $(WORK)
$(WORK):
	@mkdir -p '$@'

validate:
	$(call run,validate.mk,$(VALIDATE_$(PAPER)) OUT='$(WORK)/validate')
survey: validate
	$(call run,survey-network.mk,$(SURVEY_$(PAPER)) OUT='$(WORK)/survey')
phase-map: survey
	$(call run,phase-map.mk,$(PHASE_$(PAPER)) OUT='$(WORK)/phase-map')
design: phase-map
	$(call run,design.mk,demo models inversion $(DESIGN_$(PAPER)) OUT='$(WORK)/design')
map: design
	$(call run,design-map.mk,$(MAP_$(PAPER)) OUT='$(WORK)/map')
times: map
	@if [ ! -e '$(WORK)/times.tsv' ]; then \
	  $(PYTHON) $(ROOT)/Tests/Reference/bench_predict.py > '$(WORK)/times.part' || echo 'times: this machine misses a target' >&2; \
	  $(ROOT)/scripts/bench-design >> '$(WORK)/times.part'; $(PIPELINES)/publish.sh '$(WORK)/times.part' '$(WORK)/times.tsv'; \
	fi
	@echo 'times done'
train: times
	$(call run,train.mk,OUT='$(WORK)/train')

clean-paper:
	@rm -rf '$(OUT)'
