package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors are written as the examples of NumPy's manual, and refusals name the shapes. */
final class TensorUseTest {
  /** "The absolute basics for beginners" and "Broadcasting" of NumPy's manual. */
  @Test
  void examplesOfNumPysManualGiveItsResults() {
    Tensor data = Tensor.of(new int[][] {{1, 2}, {5, 3}, {4, 6}});
    assertThat(data.max(0)).hasToString("[5 6]");
    assertThat(data.max(1)).hasToString("[2 5 6]");
    assertThat(data.sum()).hasToString("21");
    assertThat(data.add(Tensor.ones(DType.INT32, 1, 2))).hasToString("[[2 3]\n [6 4]\n [5 7]]");
    assertThat(Tensor.of(new double[] {1, 2}).multiply(1.6)).hasToString("[1.6 3.2]");
    assertThat(Tensor.arange(2, 9, 2)).hasToString("[2 4 6 8]");
    assertThat(Tensor.linspace(0, 10, 5)).hasToString("[ 0.   2.5  5.   7.5 10. ]");
    Tensor a = Tensor.of(new double[] {0, 10, 20, 30});
    assertThat(a.slice(":, newaxis").add(Tensor.of(new double[] {1, 2, 3})))
        .hasToString("[[ 1.  2.  3.]\n [11. 12. 13.]\n [21. 22. 23.]\n [31. 32. 33.]]");
    Tensor x = Tensor.arange(10);
    assertThat(x.slice("1:7:2")).hasToString("[1 3 5]");
    assertThat(x.slice("-3:3:-1")).hasToString("[7 6 5 4]");
    assertThat(x.reshape(2, 5).get(1, -1)).hasToString("9");
    assertThat(Tensor.eye(2).matmul(Tensor.of(new float[][] {{4, 1}, {2, 2}})))
        .hasToString("[[4. 1.]\n [2. 2.]]");
  }

  @Test
  void javaArraysOfEveryRankBecomeTensors() {
    assertThat(Tensor.of(new byte[] {-1, 2})).isEqualTo(bytes(DType.INT8, -1, 2));
    assertThat(Tensor.of(new short[] {-1, 2})).isEqualTo(bytes(DType.INT16, -1, 2));
    assertThat(Tensor.of(new byte[][][] {{{1, 2}}, {{3, 4}}}))
        .isEqualTo(bytes(DType.INT8, 1, 2, 3, 4).reshape(2, 1, 2));
    assertThat(Tensor.of(new double[][][][] {{{{1}, {2}}}, {{{3}, {4}}}}))
        .isEqualTo(bytes(DType.FLOAT64, 1, 2, 3, 4).reshape(2, 1, 2, 1));
    assertThat(Tensor.of(new boolean[][] {{true, false}}))
        .isEqualTo(bytes(DType.BOOL, 1, 0).reshape(1, 2));
    assertThat(Tensor.of(new float[] {5}).shape()).containsExactly(1);
    assertThat(Tensor.of(new float[] {5}, new long[0]).rank()).isZero();
    assertThat(Tensor.of(new long[0][0]).shape()).containsExactly(0, 0);
    assertThat(Tensor.of(new int[2][0][3]).shape()).containsExactly(2, 0, 0);
    Tensor words = Tensor.of(new String[][] {{"a", "b"}, {"c", "d"}});
    assertThat(words.slice(":, 1").toStringArray()).containsExactly("b", "d");
    assertThat(words.slice("::-1, 0").toStringArray()).containsExactly("c", "a");
    assertThat(Tensor.concat(1, words, words).shape()).containsExactly(2, 4);
    assertThatThrownBy(() -> Tensor.of(new int[][][] {{{1}, {2}}, {{3}}}))
        .hasMessageContaining("the array at [1] has 1 elements, the first one on axis 1 has 2");
  }

  /** Rows that were taken are picked into any buffer, and words are taken like numbers. */
  @Test
  void rowsAreTakenInAnyOrder() {
    Tensor x = Tensor.of(new int[][] {{1, 2}, {5, 3}, {4, 6}});
    ByteBuffer target = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).position(4);
    x.take(2, 0, 2).copyTo(target);
    assertThat(target.position()).isEqualTo(28);
    int[] copied = new int[7];
    target.flip().asIntBuffer().get(copied);
    assertThat(copied).containsExactly(0, 4, 6, 1, 2, 4, 6);
    Tensor taken = x.take(-1, 0);
    assertThat(taken.reshape(4).take(3, 0)).hasToString("[2 4]");
    assertThat(taken).isEqualTo(Tensor.of(new int[][] {{4, 6}, {1, 2}}));
    assertThat(taken.hashCode()).isEqualTo(Tensor.of(new int[][] {{4, 6}, {1, 2}}).hashCode());
    Tensor words = Tensor.of(new String[][] {{"a", "b"}, {"c", "d"}});
    assertThat(words.take(1, 1).toStringArray()).containsExactly("c", "d", "c", "d");
    assertThatThrownBy(() -> x.take(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index [3] of a tensor of shape (3, 2) has position 3 on axis 0 of length 3");
    assertThatThrownBy(() -> Tensor.scalar(DType.FLOAT32, 1).take(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positions for no axis");
    assertThatThrownBy(() -> x.take(0).copyTo(ByteBuffer.allocate(7)))
        .isInstanceOf(BufferOverflowException.class);
    assertThatThrownBy(() -> words.copyTo(ByteBuffer.allocate(7)))
        .hasMessage("a string tensor has no bytes");
  }

  /** More than one core copies at a time gets to its place, between what was there. */
  @Test
  void manyNumbersAreCopiedInParts() {
    int count = 5_000_001;
    ByteBuffer source = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      source.putInt(i * i);
    }
    Tensor x = Tensor.of(DType.INT32, new long[] {count}, source.flip());
    ByteBuffer target = ByteBuffer.allocate(4 * count + 12).order(ByteOrder.LITTLE_ENDIAN);
    x.copyTo(target.position(8));
    assertThat(target.position()).isEqualTo(4 * count + 8);
    assertThat(target.slice(8, 4 * count)).isEqualTo(source);
    assertThat(target.getLong(0) + target.getInt(4 * count + 8)).isZero();
  }

  private static Tensor bytes(DType type, double... values) {
    return Tensor.of(values).cast(type);
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Tensor x = Tensor.zeros(2, 3);
    assertThatThrownBy(() -> x.add(Tensor.zeros(2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "add: shapes (2, 3) and (2, 4) do not broadcast: axis -1 has lengths 3 and 4; expected"
                + " equal lengths, or 1");
    assertThatThrownBy(() -> x.matmul(x)).hasMessageContaining("shapes (2, 3) and (2, 3)");
    assertThatThrownBy(() -> x.matmul(Tensor.full(1))).hasMessageContaining("(2, 3) and ()");
    assertThatThrownBy(() -> Tensor.concat(0, x, Tensor.zeros(2, 4)))
        .hasMessageContaining("shape (2, 4) at position 1 does not fit (2, 3)");
    assertThatThrownBy(() -> Tensor.stack(0, x, Tensor.zeros(3)))
        .hasMessageContaining("shape (3,) at position 1 differs from (2, 3)");
    assertThatThrownBy(() -> x.squeeze(0)).hasMessageContaining("shape (2, 3) has length 2");
    assertThatThrownBy(() -> x.sum(0, -2)).hasMessageContaining("axis -2 of shape (2, 3)");
    assertThatThrownBy(() -> x.sum(2)).hasMessageContaining("axis 2");
    assertThatThrownBy(() -> Tensor.zeros(0, 3).max(0)).hasMessageContaining("shape (0, 3)");
    assertThatThrownBy(() -> x.get(0, 3)).hasMessageContaining("position 3 on axis 1 of length 3");
    assertThatThrownBy(() -> x.get(0, 0, 0)).hasMessageContaining("3 positions for 2 axes");
  }

  @Test
  void elementTypesThatDoNotFitAreNamed() {
    Tensor words = Tensor.ofStrings(new String[] {"a", "b"});
    Tensor bools = Tensor.of(new boolean[] {true, false});
    Tensor small = Tensor.of(new byte[] {1, 2});
    assertThatThrownBy(() -> words.add(1)).hasMessageContaining("received a string tensor");
    assertThatThrownBy(() -> bools.subtract(bools)).hasMessageContaining("two bool tensors");
    assertThatThrownBy(() -> small.add(300)).hasMessageContaining("300 is outside int8");
    assertThatThrownBy(() -> small.cast(DType.UINT64).add(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> small.power(-1)).hasMessageContaining("to the power of -1");
    assertThat(bools.add(bools)).isEqualTo(bools);
    assertThat(bools.square().dtype()).isEqualTo(DType.BOOL);
  }

  /** Sizes that overflow an int or a long are refused before memory is taken. */
  @Test
  void sizesThatOverflowAreRefused() {
    Tensor column = Tensor.zeros(DType.INT8, 1 << 16, 1);
    Tensor row = Tensor.zeros(DType.INT8, 1, 1 << 16);
    assertThatThrownBy(() -> column.add(row)).hasMessageContaining("more than 2^31 - 1 elements");
    assertThatThrownBy(() -> column.matmul(row)).hasMessageContaining("more than 2^31 - 1");
    assertThatThrownBy(() -> Tensor.eye(1 << 16)).hasMessageContaining("more than 2^31 - 1");
    assertThatThrownBy(() -> Tensor.ones(1L << 62, 4)).hasMessageContaining("more than 2^31 - 1");
    assertThatThrownBy(() -> Tensor.arange(0, Long.MAX_VALUE)).hasMessageContaining("arange");
    assertThatThrownBy(() -> Tensor.arange(0, 1, 0.0)).hasMessageContaining("a step other than 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1:2:3:4; more than two colons",
        "a; 'a'",
        "''; ''",
        "1,; ''",
        "..., ...; '...' twice",
        "::0; a step of 0",
        "0, 0, 0; 3 items for 2 axes",
        "2; position 2 on axis 0 of length 2",
        "-3; position -3 on axis 0 of length 2",
        "9999999999999999999; '9999999999999999999'",
      })
  void indicesThatCannotBeReadAreQuoted(String index, String expected) {
    assertThatThrownBy(() -> Tensor.zeros(2, 3).slice(index))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index [" + index + "] of a tensor of shape (2, 3)")
        .hasMessageContaining(expected);
  }

  @Test
  void clippingIsAMaximumAndAMinimum() {
    Tensor x = Tensor.of(new float[] {-2, 0.5f, Float.NaN, 9});
    assertThat(x.clip(-1.5, 2)).hasToString("[-1.5  0.5  nan  2. ]");
    assertThat(Tensor.of(new int[] {-2, 0, 9}).clip(-1, 3)).hasToString("[-1  0  3]");
    assertThat(Tensor.of(new int[] {-2, 0, 9}).clip(-1.0, 3.0).dtype()).isEqualTo(DType.FLOAT32);
  }
}
