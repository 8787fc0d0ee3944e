package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which value stands for which, where names do not say it. */
class ValueMatcherTest {
  private final Random random = new Random(3);

  private Tensor image() {
    float[] values = new float[2 * 4 * 4 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, 2, 4, 4, 3);
  }

  private static Tensor cut(Tensor x) {
    float[] values = x.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return Tensor.of(values, x.shape());
  }

  /** As tf2onnx leaves it: the convolution that the file has is the normalised one. */
  @Test
  void aFoldedNormalizationTakesNoOtherValuesPlace() {
    Tensor normalized = image();
    Map<String, Tensor> left = new LinkedHashMap<>();
    left.put("conv", image());
    left.put("norm", normalized);
    left.put("relu", cut(normalized));
    left.put("scores", Tensor.of(new float[] {1, 2}, 2, 1));
    Map<String, Tensor> right = new LinkedHashMap<>();
    right.put("Conv__34:0", normalized.transpose(0, 3, 1, 2));
    right.put("Relu:0", cut(normalized).transpose(0, 3, 1, 2));
    right.put("Identity:0", Tensor.of(new float[] {1, 2}, 2, 1));
    Comparison found =
        new ValueMatcher(left, right, List.of("scores"), List.of("Identity:0"), 1e-5).compare();
    assertThat(found.lines())
        .extracting(line -> line.left() + " " + line.right())
        .containsExactly("norm Conv__34:0", "relu Relu:0", "scores Identity:0");
    assertThat(found.onlyLeft()).containsExactly("conv");
    assertThat(found.onlyRight()).isEmpty();
    assertThat(found.same()).isTrue();
  }

  /** A separable convolution of as many channels as it reads, its second step folded away. */
  @Test
  void aStepInsideALayerIsNotTheLayer() {
    Map<String, Tensor> left = new LinkedHashMap<>();
    left.put("separable", image());
    Tensor normalized = image();
    left.put("norm", normalized);
    left.put("scores", Tensor.of(new float[] {1, 2}, 2, 1));
    Map<String, Tensor> right = new LinkedHashMap<>();
    right.put("separable/Conv", image());
    right.put("norm", normalized);
    right.put("scores", Tensor.of(new float[] {1, 2}, 2, 1));
    Comparison found =
        new ValueMatcher(left, right, List.of("scores"), List.of("scores"), 1e-5).compare();
    assertThat(found.same()).isTrue();
    assertThat(found.onlyLeft()).containsExactly("separable");
    assertThat(found.onlyRight()).containsExactly("separable/Conv");
    // Where outputs differ, it may be the first to do so.
    right.put("scores", Tensor.of(new float[] {1, 3}, 2, 1));
    found = new ValueMatcher(left, right, List.of("scores"), List.of("scores"), 1e-5).compare();
    assertThat(found.lines()).extracting(Comparison.Line::right).contains("separable/Conv");
  }

  /**
   * A file with its channels first flattens them first, whatever number of axes the places have.
   */
  @Test
  void flattenedChannelsAreFoundInAnotherOrder() {
    for (long[] places : new long[][] {{8, 6}, {2, 4, 6}, {2, 2, 4, 3}}) {
      long[] shape = LongStream.concat(LongStream.of(2), LongStream.of(places)).toArray();
      int rank = shape.length;
      Tensor last = image().reshape(shape);
      int[] turned =
          IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
      Tensor first = last.transpose(turned);
      Map<String, Tensor> left = new LinkedHashMap<>();
      left.put("conv", last);
      left.put("flat", last.reshape(2, last.size() / 2));
      Map<String, Tensor> right = new LinkedHashMap<>();
      right.put("Conv:0", first);
      right.put("Flatten:0", first.reshape(2, last.size() / 2));
      Comparison found =
          new ValueMatcher(left, right, List.of("flat"), List.of("Flatten:0"), 1e-5).compare();
      assertThat(found.same()).isTrue();
      assertThat(found.lines()).hasSize(2);
    }
  }
}
