package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements lie and are converted as in NumPy and in the JDK's own buffers and arithmetic. */
final class TensorTest {
  /** The index of an element is what NumPy's {@code ravel_multi_index} says. */
  @Test
  void elementsAreInRowMajorOrder() {
    Tensor x = Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 3, 2);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 2; k++) {
          assertThat(x.get(i).get(j).get(k).getLong(0)).isEqualTo((i * 3 + j) * 2 + k);
        }
      }
    }
    assertThat(x.slice(1, 1, 3))
        .isEqualTo(Tensor.of(new int[] {2, 3, 4, 5, 8, 9, 10, 11}, 2, 2, 2));
    assertThat(x.slice(-1, 1, 2)).isEqualTo(Tensor.of(new int[] {1, 3, 5, 7, 9, 11}, 2, 3, 1));
    assertThat(x.slice(0, 1, 1).shape()).containsExactly(0, 3, 2);
    assertThatThrownBy(() -> x.slice(1, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slice 2..4 is outside axis 1 of length 3");
    Tensor words = Tensor.ofStrings(new String[] {"a", "b", "c", "d"}, 2, 2);
    assertThat(words.slice(1, 1, 2).toStringArray()).containsExactly("b", "d");
  }

  @Test
  void shapesFollowNumPysRules() {
    Tensor x = Tensor.of(new float[6], 2, 3);
    assertThat(x.reshape(3, -1).shape()).containsExactly(3, 2);
    assertThat(x.expandDims(-1).shape()).containsExactly(2, 3, 1);
    assertThat(x.expandDims(1).shape()).containsExactly(2, 1, 3);
    assertThat(x.dim(-1)).isEqualTo(3);
    assertThat(x.shapeString()).isEqualTo("(2, 3)");
    assertThat(x.reshape(6).shapeString()).isEqualTo("(6,)");
    for (long[] wrong : new long[][] {{4, -1}, {-1, -1}, {5}, {-2, -3}, {0, -1}}) {
      assertThatThrownBy(() -> x.reshape(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cannot reshape (2, 3) to " + Arrays.toString(wrong));
    }
    assertThatThrownBy(() -> x.dim(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("axis 2 is outside a tensor of rank 2");
    assertThatThrownBy(() -> Tensor.zeros(DType.INT8, 1L << 20, 1L << 44))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2^31 - 1 elements");
    assertThat(Tensor.zeros(DType.INT8, 1L << 20, 1L << 44, 0).size()).isZero();
    assertThatThrownBy(() -> Tensor.of(new float[][] {{1, 2}, {3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "of: the array at [1] has 1 elements, the first one on axis 1 has 2; expected arrays of"
                + " equal lengths");
  }

  /** NumPy's {@code argmax}: the first of equals, and NaN before all numbers. */
  @Test
  void theLargestIsTheOneThatNumPyNames() {
    Tensor x = Tensor.of(new float[] {1, 5, 5, 7, Float.NaN, 9, -1, -2, -1}, 3, 3);
    assertThat(x.argMax(1)).isEqualTo(Tensor.of(new long[] {1, 1, 0}));
    assertThat(x.argMax(0)).isEqualTo(Tensor.of(new long[] {1, 1, 1}));
    assertThatThrownBy(() -> Tensor.zeros(DType.FLOAT32, 2, 0).argMax(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** All 65,536 codes: what a half is by its definition, and each of them comes back. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void halvesAreWhatTheirBitsSay(DType type) {
    int mantissaBits = type == DType.FLOAT16 ? 10 : 7;
    ByteBuffer codes = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int code = 0; code < 1 << 16; code++) {
      codes.putShort((short) code);
    }
    Tensor all = Tensor.of(type, new long[] {1 << 16}, codes.flip());
    for (int code = 0; code < 1 << 16; code++) {
      // As objects, NaN is equal to NaN, and -0 is not 0.
      Double expected = ieee(code, 15 - mantissaBits, mantissaBits);
      assertThat(all.getDouble(code)).isEqualTo(expected);
    }
    Tensor back = all.cast(DType.FLOAT64).cast(type);
    for (int code = 0; code < 1 << 16; code++) {
      if (!Double.isNaN(all.getDouble(code))) {
        assertThat(back.bytes().getShort(2 * code)).isEqualTo((short) code);
      }
    }
  }

  /** IEEE 754's definition of a binary number with a sign, an exponent and a fraction. */
  private static double ieee(int code, int exponentBits, int mantissaBits) {
    int largest = (1 << exponentBits) - 1;
    int exponent = code >> mantissaBits & largest;
    double fraction = (code & ((1 << mantissaBits) - 1)) * Math.scalb(1.0, -mantissaBits);
    double sign = code >> (exponentBits + mantissaBits) == 0 ? 1 : -1;
    int bias = largest >> 1;
    if (exponent == largest) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return sign
        * (exponent == 0
            ? Math.scalb(fraction, 1 - bias)
            : Math.scalb(1 + fraction, exponent - bias));
  }

  /** The tables of ONNX's page on float8 and float4, by number and code. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT8E4M3FN, 448, 7e",
    "FLOAT8E4M3FN, -448, fe",
    "FLOAT8E4M3FN, 0.015625, 08",
    "FLOAT8E4M3FN, 0.001953125, 01",
    "FLOAT8E4M3FN, NaN, 7f",
    "FLOAT8E4M3FNUZ, 240, 7f",
    "FLOAT8E4M3FNUZ, NaN, 80",
    "FLOAT8E5M2, 57344, 7b",
    "FLOAT8E5M2, Infinity, 7c",
    "FLOAT8E5M2, -Infinity, fc",
    "FLOAT8E5M2, 1.52587890625E-5, 01",
    "FLOAT8E5M2FNUZ, 57344, 7f",
    "FLOAT8E5M2FNUZ, NaN, 80",
    "FLOAT8E8M0, 1, 7f",
    "FLOAT8E8M0, 2, 80",
    "FLOAT8E8M0, NaN, ff",
    "FLOAT4E2M1, 6, 07",
    "FLOAT4E2M1, 0.5, 01",
    "FLOAT4E2M1, -1.5, 0b"
  })
  void smallFloatsHaveTheCodesOfOnnx(DType type, Double number, String code) {
    Tensor x = Tensor.scalar(type, number);
    assertThat(x.bytes().get(0) & 0xff).isEqualTo(Integer.parseInt(code, 16));
    assertThat(x.getDouble(0)).isEqualTo(number);
  }

  /** Every finite code of the small floats is the nearest to its own number. */
  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2", "FLOAT8E5M2FNUZ", "FLOAT4E2M1"})
  void smallFloatsRoundToTheNearest(DType type) {
    float[] values = SmallFloats.values(type);
    int codes = 1 << type.bits();
    SmallFloats.Rounding rounding = SmallFloats.rounding(type, true, "nearest");
    for (int i = -2000; i <= 2000; i++) {
      float number = i / 256f;
      float found = values[rounding.code(number) & 0xff];
      for (int code = 0; code < codes; code++) {
        if (Float.isFinite(values[code])) {
          assertThat(Math.abs(found - number)).isLessThanOrEqualTo(Math.abs(values[code] - number));
        }
      }
    }
    assertThatThrownBy(() -> SmallFloats.values(DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("float32 is no float of 8 or 4 bits");
  }

  /** The JDK narrows whole numbers as NumPy does: the low bits stay. */
  @Test
  void wholeNumbersAreNarrowedAsInTheJdk() {
    long[] numbers = {0, 1, -1, 127, 128, 255, 256, -129, 70_000, Long.MAX_VALUE, Long.MIN_VALUE};
    Tensor x = Tensor.of(numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(x.cast(DType.INT8).getLong(i)).isEqualTo((byte) numbers[i]);
      assertThat(x.cast(DType.UINT8).getLong(i)).isEqualTo(Byte.toUnsignedInt((byte) numbers[i]));
      assertThat(x.cast(DType.INT16).getLong(i)).isEqualTo((short) numbers[i]);
      assertThat(x.cast(DType.UINT16).getLong(i)).isEqualTo((char) numbers[i]);
      assertThat(Math.toIntExact(x.cast(DType.INT32).getLong(i))).isEqualTo((int) numbers[i]);
      assertThat(x.cast(DType.UINT32).getLong(i))
          .isEqualTo(Integer.toUnsignedLong((int) numbers[i]));
      assertThat(x.cast(DType.BOOL).getLong(i)).isEqualTo(numbers[i] == 0 ? 0 : 1);
      assertThat(x.cast(DType.UINT4).getLong(i)).isEqualTo(numbers[i] & 15);
      assertThat(x.cast(DType.INT2).getLong(i)).isEqualTo(((numbers[i] & 3) ^ 2) - 2);
      assertThat(x.cast(DType.FLOAT32).getDouble(i)).isEqualTo((float) numbers[i]);
      // The unsigned number, by BigInteger.
      assertThat(x.cast(DType.UINT64).getDouble(i))
          .isEqualTo(new BigInteger(Long.toUnsignedString(numbers[i])).doubleValue());
    }
    assertThat(Tensor.of(new double[] {-2.9, 2.9, 0x1p63}).cast(DType.UINT64).toLongArray())
        .containsExactly(-2, 2, Long.MIN_VALUE);
  }

  @Test
  void textIsNoNumber() {
    Tensor words = Tensor.ofStrings(new String[] {"a", "1"});
    assertThatThrownBy(() -> words.cast(DType.INT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot cast string to int32");
    assertThatThrownBy(() -> words.getDouble(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(words::bytes).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Tensor.of(new int[] {1}).getString(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a int32 tensor holds no strings");
    assertThat(Tensor.zeros(DType.STRING, 2).toStringArray()).containsExactly("", "");
  }

  /** A buffer is not copied, and no view of it can be written to. */
  @Test
  void bytesAreThoseOfTheBuffer() {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0).putInt(7).putInt(-1).position(4);
    Tensor x = Tensor.of(DType.INT32, new long[] {2}, bytes);
    assertThat(x.toLongArray()).containsExactly(7, -1);
    assertThat(x.bytes().isReadOnly()).isTrue();
    assertThatThrownBy(() -> Tensor.of(DType.INT32, new long[] {3}, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("int32 tensor of shape [3] needs 12 bytes but received 8");
    assertThatThrownBy(() -> x.getLong(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("element 2 is outside a tensor of 2 elements");
    assertThat(x).hasSameHashCodeAs(Tensor.of(new int[] {7, -1}));
  }
}
