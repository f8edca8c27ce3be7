#!/bin/bash -p
# What designs reached, solved once more by themselves: file of designs
. "$(dirname "$0")/environment.sh"
loss=$(mktemp)
trap 'rm -f "$loss"' EXIT
rec-view --tsv design.loss,design.search_loss,design.network_error,design.irreps_reached "$1" | tail -n +2 \
  | paste <("$here/design-names.sh" "$1") - > "$loss"
sets=
for n in 0 1 2; do sets+="topology.sets[$n].name,topology.sets[$n].verdict,"; done
solve-seq "$1" | fingerprint | rec-view --tsv "${sets%,}" | tail -n +2 | paste "$loss" - \
  | awk -F '\t' '
    BEGIN { printf "%-34s %10s %8s %10s %7s  %s\n", "target", "loss", "/network", "search", "irreps", "sets of bands, solved again" }
    {
      network = $4 * $4
      text = ""
      for (i = 6; i <= 10; i += 2) if ($(i + 1) != "") text = text (text == "" ? "" : " | ") ($i == "" ? "-" : $i) " " tolower($(i + 1))
      printf "%-34s %10.2e %8s %10.2e %7s  %s\n", $1, $2, (network > 0 && $2 > 0) ? sprintf("%.2f", $2 / network) : "-", $3, $5 == "true" ? "yes" : "no", text
      if (network > 0 && $2 > 0) { matched++; if ($2 < network) below++
        if ($2 < 2 * network) near++ }
    }
    END { if (matched) printf "%d designs for wanted bands: %d below the network'\''s loss, %d below twice that\n", matched, below, near }'
