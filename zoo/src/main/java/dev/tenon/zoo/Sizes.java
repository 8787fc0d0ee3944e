package dev.tenon.zoo;

import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which images a network takes.
 *
 * @param standard the side of the images that it was trained on
 * @param least the shortest side
 * @param trained sides for which there are ImageNet weights
 * @param kind what the input is where the user says nothing
 */
record Sizes(long standard, long least, List<Long> trained, Kind kind) {
  /** What the input is where the user says nothing. */
  enum Kind {
    /** With a top the standard size, without one an open size. */
    USUAL,
    /** The standard size in either case. */
    FIXED,
    /** An open size in either case: MobileNetV3's top fits all. */
    OPEN
  }

  static Sizes of(long standard, long least) {
    return new Sizes(standard, least, List.of(standard), Kind.USUAL);
  }

  Sizes alternatives(long... sides) {
    return new Sizes(standard, least, Arrays.stream(sides).boxed().toList(), kind);
  }

  Sizes open() {
    return new Sizes(standard, least, trained, Kind.OPEN);
  }

  Sizes fixed() {
    return new Sizes(standard, least, trained, Kind.FIXED);
  }

  /** Returns the input of a network: the user's, or one of the right shape. */
  KerasTensor input(String network, ApplicationOptions options) {
    KerasTensor given = options.inputTensor();
    long[] shape = shape(network, options);
    if (given == null) {
      return Functional.input(shape);
    }
    if (given.shape().rank() != 4) {
      throw new IllegalArgumentException(
          network
              + ": inputTensor must be (batch, height, width, channels), received "
              + given.shape());
    }
    return given;
  }

  private long[] shape(String network, ApplicationOptions options) {
    List<Long> given = options.inputShape();
    boolean bound = options.includeTop() && kind != Kind.OPEN;
    if (given == null) {
      boolean known = bound || kind == Kind.FIXED;
      return known ? new long[] {standard, standard, 3} : new long[] {-1, -1, 3};
    }
    check(network, options, given, bound);
    return given.stream().mapToLong(Long::longValue).toArray();
  }

  private void check(String network, ApplicationOptions options, List<Long> given, boolean bound) {
    if (given.size() != 3) {
      throw wrong(network, "height, width and channels", given, null);
    }
    if (options.pretrained() && given.get(2) != 3) {
      throw wrong(network, "3 channels with the ImageNet weights", given, null);
    }
    for (long side : given.subList(0, 2)) {
      if (side >= 0 && side < least) {
        throw wrong(network, "sides of at least " + least, given, null);
      }
    }
    if (bound && (given.get(0) < 0 || given.get(1) < 0)) {
      throw wrong(network, "known sides", given, "take open ones without the top");
    }
    boolean square = given.get(0).equals(given.get(1));
    if (options.pretrained() && bound && !(square && trained.contains(given.get(0)))) {
      throw wrong(
          network,
          "a square with a side of " + trained + " with the ImageNet weights and a top",
          given,
          "leave out the top for another size");
    }
  }

  private static IllegalArgumentException wrong(
      String network, String expected, List<Long> received, @Nullable String advice) {
    return new IllegalArgumentException(
        network
            + ": inputShape must have "
            + expected
            + ", received "
            + received
            + (advice == null ? "" : ": " + advice));
  }

  /** Returns the side for which weights are taken: that of the input, where there are such. */
  long trainedSide(Shape input) {
    boolean known = input.dim(1).isKnown() && input.dim(2).isKnown();
    boolean square = known && input.length(1) == input.length(2);
    return square && trained.contains(input.length(1)) ? input.length(1) : standard;
  }

  /** Returns a MobileNet's name in Keras, such as {@code mobilenetv2_1.00_224}. */
  static String nameWithAlpha(String name, String rows, ApplicationOptions options) {
    return String.format(Locale.ROOT, "%s_%.2f_%s", name, options.alpha(), rows);
  }
}
