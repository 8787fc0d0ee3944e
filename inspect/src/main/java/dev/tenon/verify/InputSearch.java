package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.InputDraw.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds random inputs that a model can run on: lengths of its open axes are tried until it does.
 *
 * <p>First the usual lengths, then the same length for every open axis, small to large, so that
 * windows and pads find what they need, then each length on its own, for inputs whose shapes must
 * agree with one another. Each attempt is a run: only the engine knows for sure.
 */
final class InputSearch {
  private static final long[] LADDER = {
    16, 32, 64, 128, 224, 256, 299, 512, 1024, 2048, 4096, 16_000, 48, 96, 192, 384, 640, 1, 2, 3,
    4, 5, 6, 7, 8, 9, 10, 12, 14, 20, 24, 28, 30, 40, 50, 60, 80, 100, 112, 160, 200, 300, 320, 331,
    400, 416, 480, 500, 600, 608, 768, 800, 1000
  };
  private static final long[] SMALL = {8, 1, 2, 3, 4, 5, 6, 7, 10, 12, 16, 32, 64, 128};

  private static final int MOST_COMBINATIONS = 400;
  private static final int MOST_AFTER_EMPTY = 12;
  private static final long MOST_ELEMENTS = 1 << 22;
  private static final long SECONDS = 20;

  private final Model model;
  private final InputDraw draw;
  private final long batch;
  private final LongSupplier clock;
  private int attempts;
  private @Nullable RuntimeException last;
  private @Nullable Found empty;
  private int afterEmpty;

  /** Inputs, and what the model gives for them. */
  record Found(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}

  private InputSearch(Model model, long batch, long seed) {
    this.model = model;
    this.draw = new InputDraw(model, seed);
    this.batch = batch;
    this.clock = System::nanoTime;
  }

  /**
   * Returns inputs that the model runs on.
   *
   * @param model on the engine that it is to be run by
   * @throws NoSampleInputException where none was found
   */
  static Found find(Model model, long batch, long seed) {
    return new InputSearch(model, batch, seed).find();
  }

  private Found find() {
    long end = clock.getAsLong() + SECONDS * 1_000_000_000L;
    Set<Map<String, Long>> tried = new LinkedHashSet<>();
    Map<String, Long> usual = draw.lengths(batch);
    tried.add(usual);
    Found first = attempt(usual);
    if (first != null) {
      return first;
    }
    for (Map<String, Long> lengths : plans()) {
      if (!tried.add(lengths) || draw.size(lengths) > MOST_ELEMENTS) {
        continue;
      }
      Found found = attempt(lengths);
      if (found != null) {
        return found;
      }
      if (clock.getAsLong() > end || (empty != null && ++afterEmpty > MOST_AFTER_EMPTY)) {
        break;
      }
    }
    if (empty != null) {
      return empty;
    }
    RuntimeException failure = last == null ? new IllegalStateException("nothing to try") : last;
    throw new NoSampleInputException(
        "none of "
            + attempts
            + " random inputs that were tried fits the model, which wants "
            + model.inputs().stream().map(TensorSpec::toString).toList()
            + "; the last attempt: "
            + failure.getMessage(),
        failure);
  }

  private @Nullable Found attempt(Map<String, Long> lengths) {
    for (Content content : Content.values()) {
      if (content == Content.ONES && !draw.hasOpenIntegers()) {
        continue;
      }
      attempts++;
      try {
        model.resetStates();
        Map<String, Tensor> inputs = draw.draw(lengths, content);
        Found found = new Found(inputs, model.predict(inputs));
        if (found.outputs.values().stream().allMatch(tensor -> tensor.size() > 0)) {
          return found;
        }
        // Nothing can be compared; a longer input may give something.
        empty = empty == null ? found : empty;
      } catch (MalformedModelException | UnsupportedModelException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        last = e;
      }
    }
    return null;
  }

  /** Returns lengths by key, the likely ones first. */
  private List<Map<String, Long>> plans() {
    Map<String, Long> usual = draw.lengths(batch);
    List<Map<String, Long>> plans = new ArrayList<>();
    plans.add(draw.lengths(1));
    Set<String> batches = draw.batches();
    List<String> open = usual.keySet().stream().filter(key -> !batches.contains(key)).toList();
    if (!open.isEmpty()) {
      List<Long> ladder = new ArrayList<>(CandidateLengths.of(model));
      LongStream.of(LADDER).forEach(ladder::add);
      for (long length : ladder) {
        for (long samples : new long[] {batch, 1}) {
          plans.add(with(draw.lengths(samples), open, () -> length));
        }
      }
    }
    if (usual.size() > 1) {
      // A first axis may count something else than samples.
      plans.addAll(combinations(List.copyOf(usual.keySet())));
    }
    return plans;
  }

  private static Map<String, Long> with(
      Map<String, Long> lengths, List<String> keys, LongSupplier length) {
    keys.forEach(key -> lengths.put(key, length.getAsLong()));
    return lengths;
  }

  private List<Map<String, Long>> combinations(List<String> keys) {
    List<Map<String, Long>> combinations = new ArrayList<>();
    Random random = new Random(keys.size());
    for (int i = 0; i < MOST_COMBINATIONS; i++) {
      int number = i;
      int[] place = {0};
      // All pairs come in turn; of more axes a sample.
      LongSupplier next =
          keys.size() == 2
              ? () -> SMALL[(place[0]++ == 0 ? number / SMALL.length : number) % SMALL.length]
              : () -> SMALL[random.nextInt(SMALL.length)];
      combinations.add(with(draw.lengths(batch), keys, next));
    }
    return combinations;
  }
}
