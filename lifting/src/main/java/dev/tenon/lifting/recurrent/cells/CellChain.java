package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Value;
import dev.tenon.lifting.axes.RowUses;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps of one cell, each of which begins with the state in which the one before ended.
 *
 * @param steps the steps in order; the last has all gates
 * @param entries what each step reads besides the state, in the order of the last step's
 * @param first the state before the first step; null for zeros
 */
record CellChain(List<CellStep> steps, List<List<Value>> entries, @Nullable Value first) {

  CellStep last() {
    return steps.get(steps.size() - 1);
  }

  /** Returns the state that the last step begins with. */
  Value stateBeforeLast() {
    return steps.get(steps.size() - 2).output();
  }

  /** Returns the memory before the first step; null for zeros, or where there is none. */
  @Nullable Value firstMemory() {
    return steps.get(0).memoryBefore();
  }

  /**
   * Returns the longest chains among steps that are given in the order of the graph, as they end.
   */
  static List<CellChain> of(List<CellStep> steps) {
    Map<Value, CellStep> byOutput = new IdentityHashMap<>();
    Map<CellStep, CellChain> ending = new IdentityHashMap<>();
    for (CellStep step : steps) {
      CellStep before = null;
      for (Value read : step.reads()) {
        CellStep found = byOutput.get(read);
        boolean follows = found != null && (step.state() == null || step.state() == read);
        if (follows && found != null && follows(found, step)) {
          before = found;
        }
      }
      if (before != null) {
        CellChain longer = extended(ending.get(before), before, step);
        if (longer != null) {
          ending.remove(before);
          ending.put(step, longer);
        }
      }
      byOutput.put(step.output(), step);
    }
    return steps.stream().filter(ending::containsKey).map(ending::get).toList();
  }

  private static boolean follows(CellStep before, CellStep step) {
    boolean memory = step.kind() != CellKind.LSTM || step.memoryBefore() == before.memory();
    boolean whole = step.gates().stream().allMatch(gate -> gate != null);
    return memory && whole && before.isLike(step);
  }

  private static @Nullable CellChain extended(
      @Nullable CellChain chain, CellStep before, CellStep step) {
    Value state = before.output();
    List<Value> entries = new ArrayList<>(step.reads());
    entries.remove(state);
    if (entries.isEmpty()) {
      // A layer that is applied again and again reads no sequence.
      return null;
    }
    if (chain != null) {
      CellStep last = chain.last();
      List<Value> ordered =
          ordered(chain.entries.get(chain.entries.size() - 1), last, step, entries);
      boolean same =
          ordered != null
              && ordered.size() == entries.size()
              && step.multipliesLike(state, last, chain.stateBeforeLast())
              && sameInner(last, chain.stateBeforeLast(), step, state);
      if (same && ordered != null) {
        List<CellStep> steps = new ArrayList<>(chain.steps);
        steps.add(step);
        List<List<Value>> all = new ArrayList<>(chain.entries);
        all.add(ordered);
        return new CellChain(steps, all, chain.first);
      }
    }
    List<Value> reads = new ArrayList<>(before.reads());
    List<Value> ofFirst = ordered(entries, step, before, reads);
    if (ofFirst == null) {
      return null;
    }
    reads.removeAll(ofFirst);
    Value first = reads.isEmpty() ? before.state() : reads.get(0);
    boolean known =
        reads.size() <= 1
            && (before.state() == null || before.state() == first)
            && (first == null
                || (before.multipliesLike(first, step, state)
                    && sameInner(before, first, step, state)));
    return known ? new CellChain(List.of(before, step), List.of(ofFirst, entries), first) : null;
  }

  /** Returns those of another step's reads that it multiplies as a step does its entries. */
  private static @Nullable List<Value> ordered(
      List<Value> entries, CellStep step, CellStep other, List<Value> reads) {
    Set<Value> left = new LinkedHashSet<>(reads);
    left.remove(other.state());
    List<Value> found = new ArrayList<>();
    for (Value entry : entries) {
      Value match = null;
      if (left.contains(entry) && other.multipliesLike(entry, step, entry)) {
        match = entry;
      }
      for (Value candidate : left) {
        boolean fits = RowUses.width(candidate) == RowUses.width(entry);
        if (match == null && fits && other.multipliesLike(candidate, step, entry)) {
          match = candidate;
        }
      }
      if (match == null) {
        return null;
      }
      left.remove(match);
      found.add(match);
    }
    return found;
  }

  private static boolean sameInner(CellStep a, Value stateOfA, CellStep b, Value stateOfB) {
    AffineSum first = a.inner();
    AffineSum second = b.inner();
    if (first == null || second == null) {
      return (first == null && second == null) || a.state() == null;
    }
    return StepMatrix.same(first.parts().get(stateOfA), second.parts().get(stateOfB));
  }
}
