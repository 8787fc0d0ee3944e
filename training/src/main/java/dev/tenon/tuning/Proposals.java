package dev.tenon.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says round by round what a search tries. */
interface Proposals {
  /** Returns how many candidates there are in all, at most. */
  int count();

  /**
   * Returns the next round; empty where the search is over.
   *
   * @param scores the mean score of each candidate so far, in order; NaN of one that failed
   */
  List<Proposal> next(List<Double> scores);

  /** Proposes all candidates at once. */
  static Proposals all(List<Map<String, Object>> candidates) {
    List<Proposal> round = new ArrayList<>();
    candidates.forEach(params -> round.add(new Proposal(params, 0, Proposal.WHOLE)));
    return new Proposals() {
      @Override
      public int count() {
        return round.size();
      }

      @Override
      public List<Proposal> next(List<Double> scores) {
        return scores.isEmpty() ? round : List.of();
      }
    };
  }
}
