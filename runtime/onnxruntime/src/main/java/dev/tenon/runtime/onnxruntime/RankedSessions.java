package dev.tenon.runtime.onnxruntime;

import dev.tenon.error.MalformedModelException;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.runtime.onnxruntime.compat.Workarounds;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of a model that does not say how many axes its inputs have: one for each combination
 * that is fed.
 *
 * <p>ONNX Runtime checks how many axes an operator needs when it makes a session, and not in a run:
 * a scalar in the place of a matrix ends the process.
 */
final class RankedSessions implements AutoCloseable {
  /** For more combinations a session is made for one run. */
  private static final int MOST = 8;

  private final String label;
  private final OnnxModel model;
  private final Map<String, String> entries;
  private final Set<String> open;
  private final Map<Map<String, Integer>, OnnxSession> sessions = new HashMap<>();

  private RankedSessions(
      String label, OnnxModel model, Map<String, String> entries, Set<String> open) {
    this.label = label;
    this.model = model;
    this.entries = entries;
    this.open = open;
  }

  /** Returns the sessions of a model; null where it says all ranks. */
  static @Nullable RankedSessions of(String label, OnnxModel model, Map<String, String> entries) {
    Set<String> open = Workarounds.inputsOfAnyRank(model);
    return open.isEmpty() ? null : new RankedSessions(label, model, entries, open);
  }

  /**
   * Lets a session for what is fed be used.
   *
   * @throws IllegalArgumentException where the model cannot be given so many axes
   */
  void use(Map<String, Tensor> given, Consumer<OnnxSession> user) {
    Map<String, Integer> ranks = new TreeMap<>();
    given.forEach(
        (name, tensor) -> {
          if (open.contains(name)) {
            ranks.put(name, tensor.rank());
          }
        });
    OnnxSession kept = kept(ranks);
    if (kept != null) {
      user.accept(kept);
      return;
    }
    try (OnnxSession once = make(ranks)) {
      user.accept(once);
    }
  }

  private synchronized @Nullable OnnxSession kept(Map<String, Integer> ranks) {
    OnnxSession known = sessions.get(ranks);
    if (known == null && sessions.size() < MOST) {
      known = make(ranks);
      sessions.put(ranks, known);
    }
    return known;
  }

  private OnnxSession make(Map<String, Integer> ranks) {
    try {
      return SessionFactory.of(label, Workarounds.withRanks(model, ranks), entries);
    } catch (MalformedModelException e) {
      throw new IllegalArgumentException(
          label + ": cannot be fed inputs of so many axes, " + ranks + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    sessions.values().forEach(OnnxSession::close);
    sessions.clear();
  }
}
