package dev.tenon.lifting.rules;

import dev.tenon.ir.op.PoolingWindow;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.reshaping.Cropping1D;
import dev.tenon.layers.reshaping.Cropping2D;
import dev.tenon.layers.reshaping.Cropping3D;
import dev.tenon.layers.reshaping.ZeroPadding1D;
import dev.tenon.layers.reshaping.ZeroPadding2D;
import dev.tenon.layers.reshaping.ZeroPadding3D;
import dev.tenon.lifting.walk.LayerChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How windows slide over spatial axes, in ONNX's words, and what that is in Keras' words.
 *
 * @param kernel the lengths of the window
 * @param strides the steps
 * @param dilations the distances between the entries of a window
 * @param begins entries added before each axis; null where a rule says how many
 * @param ends entries added after each axis
 * @param autoPad ONNX's rule
 * @param ceil whether a window may end beyond the padded input
 */
record Pads(
    List<Long> kernel,
    List<Long> strides,
    List<Long> dilations,
    List<Long> begins,
    List<Long> ends,
    String autoPad,
    boolean ceil) {

  static Pads of(
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad,
      boolean ceil) {
    int axes = kernel.size();
    List<Long> zeros = Collections.nCopies(axes, 0L);
    List<Long> ones = Collections.nCopies(axes, 1L);
    return new Pads(
        kernel,
        strides == null ? ones : strides,
        dilations == null ? ones : dilations,
        pads == null ? zeros : pads.subList(0, axes),
        pads == null ? zeros : pads.subList(axes, 2 * axes),
        autoPad,
        ceil);
  }

  static Pads of(PoolingWindow pool) {
    boolean ceil = pool.ceilMode() == 1;
    return of(
        pool.kernelShape(), pool.strides(), pool.dilations(), pool.pads(), pool.autoPad(), ceil);
  }

  int axes() {
    return kernel.size();
  }

  boolean isNone() {
    return begins.stream().allMatch(n -> n == 0) && ends.stream().allMatch(n -> n == 0);
  }

  private long extent(int axis) {
    return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
  }

  /** Says whether Keras' padding {@code valid} places the same windows. */
  boolean isValid(Shape area, Shape result) {
    if (autoPad.equals("VALID")) {
      return true;
    }
    if (autoPad.startsWith("SAME")) {
      return false;
    }
    if (isNone() && !ceil) {
      return true;
    }
    for (int i = 0; i < axes(); i++) {
      long length = area.length(i);
      long windows = (length - extent(i)) / strides.get(i) + 1;
      if (begins.get(i) != 0 || length < extent(i) || result.length(i) != windows) {
        return false;
      }
    }
    return true;
  }

  /** Says whether Keras' padding {@code same} places the same windows. */
  boolean isSame(Shape area, Shape result) {
    if (autoPad.equals("SAME_UPPER")) {
      return true;
    }
    for (int i = 0; i < axes(); i++) {
      long stride = strides.get(i);
      long length = area.length(i);
      boolean lower = autoPad.equals("SAME_LOWER");
      if (length < 0) {
        // With steps of 1 the entries that are added do not depend on the length.
        long total = extent(i) - 1;
        boolean fits =
            lower
                ? total % 2 == 0
                : begins.get(i) == total / 2 && begins.get(i) + ends.get(i) == total;
        if (stride != 1 || !fits) {
          return false;
        }
        continue;
      }
      long windows = (length + stride - 1) / stride;
      long total = Math.max((windows - 1) * stride + extent(i) - length, 0);
      boolean fits =
          lower ? total % 2 == 0 : begins.get(i) == total / 2 && result.length(i) == windows;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Says whether the windows are those of {@code valid} after the padding was added. */
  boolean isExplicit(Shape area, Shape result) {
    if (!autoPad.equals("NOTSET") && !autoPad.isEmpty()) {
      return false;
    }
    if (!ceil) {
      return true;
    }
    for (int i = 0; i < axes(); i++) {
      long padded = area.length(i) + begins.get(i) + ends.get(i);
      boolean floor = result.length(i) == (padded - extent(i)) / strides.get(i) + 1;
      if (area.length(i) < 0 || !floor) {
        return false;
      }
    }
    return true;
  }

  /** Adds zeros at both ends of the spatial axes, channels last. */
  static KerasTensor padded(
      LayerChain layers, KerasTensor x, String name, List<Long> begins, List<Long> ends) {
    List<List<Long>> pairs = pairs(begins, ends);
    Layer<?> layer =
        switch (pairs.size()) {
          case 1 -> ZeroPadding1D.DEFAULTS.padding(pairs.get(0));
          case 2 -> ZeroPadding2D.DEFAULTS.padding(pairs);
          default -> ZeroPadding3D.DEFAULTS.padding(pairs);
        };
    return layers.apply(layer, name + "_pad", x);
  }

  /** Cuts entries off both ends of the spatial axes, channels last. */
  static KerasTensor cropped(
      LayerChain layers, KerasTensor x, String name, List<Long> begins, List<Long> ends) {
    List<List<Long>> pairs = pairs(begins, ends);
    Layer<?> layer =
        switch (pairs.size()) {
          case 1 -> Cropping1D.DEFAULTS.cropping(pairs.get(0));
          case 2 -> Cropping2D.DEFAULTS.cropping(pairs);
          default -> Cropping3D.DEFAULTS.cropping(pairs);
        };
    return layers.apply(layer, name + "_crop", x);
  }

  private static List<List<Long>> pairs(List<Long> begins, List<Long> ends) {
    List<List<Long>> pairs = new ArrayList<>();
    for (int i = 0; i < begins.size(); i++) {
      pairs.add(List.of(begins.get(i), ends.get(i)));
    }
    return pairs;
  }
}
