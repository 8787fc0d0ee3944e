package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Steps that write the sampling of images at computed places in plain operators. */
final class SamplingUpgrades {
  private SamplingUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("GridSample", 16, node -> List.of(new Grid(node).sample()));
    steps.add("RoiAlign", 10, SamplingUpgrades::outputPixels);
    steps.add("RoiAlign", 16, OpsetUpgrade.NONE);
  }

  /** Up to opset 15 the borders of a region are not moved by half a pixel. */
  private static @Nullable List<Value> outputPixels(NodeDraft node) {
    node.attributes.put("coordinate_transformation_mode", "output_half_pixel");
    return null;
  }

  /** One GridSample. */
  private static final class Grid {
    private final NodeDraft node;
    private final Ops ops;
    private final Value x;
    private final Value grid;
    private final int axes;
    private final String padding;
    private final boolean corners;

    Grid(NodeDraft node) {
      this.node = node;
      this.ops = node.ops;
      this.x = node.input(0);
      this.grid = node.input(1);
      this.axes = node.rank(0) - 2;
      this.padding = node.text("padding_mode", "zeros");
      this.corners = node.integer("align_corners", 0) == 1;
    }

    Value sample() {
      List<Value> places = new ArrayList<>();
      for (int i = 0; i < axes; i++) {
        places.add(place(i));
      }
      String mode = node.text("mode", "linear");
      Value result =
          switch (mode) {
            case "nearest" -> nearest(places);
            case "cubic", "bicubic" -> cubic(places);
            default -> linear(places);
          };
      List<Value> shape = new ArrayList<>();
      shape.add(ops.length(x, 0));
      shape.add(ops.length(x, 1));
      for (int i = 0; i < axes; i++) {
        shape.add(ops.length(grid, 1 + i));
      }
      return ops.apply(new Movement.Reshape(0), result, ops.concat(0, shape));
    }

    private Value length(int axis) {
      return ops.cast(ops.length(x, 2 + axis), grid.dtype());
    }

    /** The position along an axis for every point, (batch, points), counted in entries. */
    private Value place(int axis) {
      int column = axes - 1 - axis;
      Value given = ops.slice(grid, axes + 1, column, column + 1L, 1);
      Value flat = ops.apply(new Movement.Reshape(0), given, ops.longs(0, -1));
      Value from = ops.add(flat, 1);
      Value place =
          corners
              ? ops.mul(ops.div(from, 2), ops.sub(length(axis), 1))
              : ops.div(ops.sub(ops.mul(from, length(axis)), 1), 2);
      return node.text("mode", "linear").contains("cubic") ? place : inside(place, axis);
    }

    /** Brings positions outside to where the padding mode wants them. */
    private Value inside(Value place, int axis) {
      Value last = ops.sub(length(axis), 1);
      if (padding.equals("border")) {
        return ops.min(ops.max(place, 0), last);
      }
      if (!padding.equals("reflection")) {
        return place;
      }
      Value low = ops.scalar(grid, corners ? 0 : -0.5);
      Value width = corners ? last : ops.add(last, 1);
      Value away = ops.abs(ops.sub(place, low));
      Value safe = ops.max(width, 1e-6);
      Value turns = ops.apply(new Unary.Floor(), ops.div(away, safe));
      Value rest = ops.sub(away, ops.mul(turns, width));
      Value half = ops.mul(turns, 0.5);
      Value even = ops.equal(ops.apply(new Unary.Floor(), half), half);
      Value mirrored = ops.where(even, ops.add(rest, low), ops.add(ops.sub(width, rest), low));
      return ops.min(ops.max(mirrored, 0), last);
    }

    private Value nearest(List<Value> places) {
      List<Value> rounded = new ArrayList<>();
      places.forEach(place -> rounded.add(ops.apply(new Unary.Round(), place)));
      return entry(rounded, null);
    }

    private Value linear(List<Value> places) {
      List<Value> below = new ArrayList<>();
      places.forEach(place -> below.add(ops.apply(new Unary.Floor(), place)));
      Value sum = null;
      for (int corner = 0; corner < 1 << axes; corner++) {
        List<Value> at = new ArrayList<>();
        Value weight = null;
        for (int i = 0; i < axes; i++) {
          boolean above = (corner >> i & 1) == 1;
          Value part = ops.sub(places.get(i), below.get(i));
          Value share = above ? part : ops.sub(1, part);
          weight = weight == null ? share : ops.mul(weight, share);
          at.add(above ? ops.add(below.get(i), 1) : below.get(i));
        }
        Value entry = entry(at, weight);
        sum = sum == null ? entry : ops.add(sum, entry);
      }
      return Objects.requireNonNull(sum);
    }

    private Value cubic(List<Value> places) {
      List<Value> below = new ArrayList<>();
      List<List<Value>> shares = new ArrayList<>();
      for (Value place : places) {
        Value floor = ops.apply(new Unary.Floor(), place);
        below.add(floor);
        shares.add(cubicShares(ops.sub(place, floor)));
      }
      Value sum = null;
      for (int tap = 0; tap < 1 << (2 * axes); tap++) {
        List<Value> at = new ArrayList<>();
        Value weight = null;
        for (int i = 0; i < axes; i++) {
          int step = tap >> (2 * i) & 3;
          Value share = shares.get(i).get(step);
          weight = weight == null ? share : ops.mul(weight, share);
          at.add(inside(ops.add(below.get(i), step - 1), i));
        }
        Value entry = entry(at, weight);
        sum = sum == null ? entry : ops.add(sum, entry);
      }
      return Objects.requireNonNull(sum);
    }

    /** What the four neighbours count, with a = -0.75. */
    private List<Value> cubicShares(Value part) {
      return List.of(
          outer(ops.add(part, 1)), inner(part), inner(ops.sub(1, part)), outer(ops.sub(2, part)));
    }

    private Value inner(Value t) {
      return ops.add(ops.mul(ops.mul(ops.sub(ops.mul(t, 1.25), 2.25), t), t), 1);
    }

    private Value outer(Value t) {
      Value first = ops.add(ops.mul(t, -0.75), 3.75);
      Value second = ops.add(ops.mul(first, t), -6);
      return ops.add(ops.mul(second, t), 3);
    }

    /** The entries at whole positions, (batch, channels, points), weighed; nothing is outside. */
    private Value entry(List<Value> at, @Nullable Value weight) {
      Value flat = null;
      Value seen = weight;
      for (int i = 0; i < axes; i++) {
        Value last = ops.sub(length(i), 1);
        Value low = ops.max(at.get(i), 0);
        Value kept = ops.min(low, last);
        if (padding.equals("zeros")) {
          Value there = ops.cast(ops.equal(kept, at.get(i)), grid.dtype());
          seen = seen == null ? there : ops.mul(seen, there);
        }
        Value position = ops.cast(kept, DType.INT64);
        flat = flat == null ? position : ops.add(ops.mul(flat, ops.length(x, 2 + i)), position);
      }
      Value image = ops.apply(new Movement.Reshape(0), x, ops.longs(0, 0, -1));
      Value target = ops.concat(0, List.of(ops.length(x, 0), ops.length(x, 1), ops.longs(1)));
      Value positions =
          ops.apply(new Movement.Expand(), ops.unsqueeze(Objects.requireNonNull(flat), 1), target);
      Value entries = ops.apply(new Indexing.GatherElements(2), image, positions);
      return seen == null ? entries : ops.mul(entries, ops.cast(ops.unsqueeze(seen, 1), x.dtype()));
    }
  }
}
