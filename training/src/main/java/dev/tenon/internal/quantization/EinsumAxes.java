package dev.tenon.internal.quantization;

import java.util.stream.IntStream;

/**
 * Where the axes of an EinsumDense's kernel go.
 *
 * @param summed the axes of the kernel that the layer sums over
 * @param order the others, numbered without those summed over, in the order of the output
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EinsumAxes(int[] summed, int[] order) {
  static EinsumAxes of(String equation) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    String kernel = sides[0].substring(sides[0].indexOf(',') + 1);
    String output = sides[1];
    int[] summed =
        IntStream.range(0, kernel.length())
            .filter(i -> output.indexOf(kernel.charAt(i)) < 0)
            .toArray();
    String kept =
        kernel
            .chars()
            .filter(letter -> output.indexOf(letter) >= 0)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    int[] order = output.chars().map(kept::indexOf).filter(at -> at >= 0).toArray();
    return new EinsumAxes(summed, order);
  }
}
