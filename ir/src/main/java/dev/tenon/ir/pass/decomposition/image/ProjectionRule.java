package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.List;

/** Decomposition of projective image transformations, with the reads of TensorFlow's kernel. */
public final class ProjectionRule {
  private final ExpansionContext rule;
  private final Ops ops;
  private final ImageResampling.ImageProjectiveTransform operator;
  private final Value height;
  private final Value width;

  public ProjectionRule(ExpansionContext rule, ImageResampling.ImageProjectiveTransform operator) {
    this.rule = rule;
    this.ops = rule.ops();
    this.operator = operator;
    Value x = rule.in(0);
    if (rule.rank(0) != 4) {
      throw new IllegalArgumentException("images have 4 axes here, not " + x.shape());
    }
    this.height = ops.length(x, 1);
    this.width = ops.length(x, 2);
  }

  /** Writes the movement. */
  public Value write() {
    Value across = places(width, 2);
    Value down = places(height, 1);
    Value below = ops.add(line(6, across, down), 1);
    Value nowhere = ops.equal(below, ops.scalar(below, 0));
    Value divisor = ops.where(nowhere, ops.scalar(below, 1), below);
    Value x = inside(ops.div(ops.add(line(0, across, down), number(2)), divisor), width);
    Value y = inside(ops.div(ops.add(line(3, across, down), number(5)), divisor), height);
    Value moved =
        operator.interpolation().equals("nearest") ? read(nearest(y), nearest(x)) : between(y, x);
    Value fill = ops.scalar(DType.FLOAT32, operator.fillValue());
    Value all = ops.where(ops.unsqueeze(nowhere, 3), fill, moved);
    return ops.applyAs(rule.in(0).type(), new Unary.Cast(rule.in(0).dtype()), all);
  }

  private Value places(Value length, int axis) {
    return rule.along(ops.cast(rule.positions(length), DType.FLOAT32), axis, 3);
  }

  /** Returns one of the eight numbers of each image, (batch or 1, 1, 1). */
  private Value number(int index) {
    Value rows = ops.cast(rule.in(1), DType.FLOAT32);
    return rule.reshape(ops.slice(rows, 1, index, index + 1L, 1), -1, 1, 1);
  }

  private Value line(int first, Value across, Value down) {
    return ops.add(ops.mul(number(first), across), ops.mul(number(first + 1), down));
  }

  private Value floor(Value x) {
    return ops.apply(new Unary.Floor(), x);
  }

  /** Returns where a place outside of the image is read from. */
  private Value inside(Value place, Value length) {
    if (operator.fillMode().equals("constant")) {
      return place;
    }
    Value size = ops.cast(ops.squeeze(length, 0), DType.FLOAT32);
    Value most = ops.sub(size, 1);
    Value zero = ops.scalar(place, 0);
    Value low = ops.less(place, zero);
    Value high = ops.greater(place, most);
    Value found = place;
    if (operator.fillMode().equals("reflect")) {
      Value twice = ops.mul(size, 2);
      Value up = ops.add(ops.mul(floor(ops.div(ops.neg(place), twice)), twice), place);
      Value mirrored =
          ops.where(ops.less(up, ops.neg(size)), ops.add(up, twice), ops.sub(ops.neg(up), 1));
      Value rest = ops.sub(place, ops.mul(floor(ops.div(place, twice)), twice));
      Value back =
          ops.where(ops.greaterOrEqual(rest, size), ops.sub(ops.sub(twice, rest), 1), rest);
      found = ops.where(low, mirrored, ops.where(high, back, place));
    } else if (operator.fillMode().equals("wrap")) {
      Value step = ops.max(most, 1);
      Value ahead = ops.add(place, ops.mul(ops.add(floor(ops.div(ops.neg(place), step)), 1), size));
      Value back = ops.sub(place, ops.mul(floor(ops.div(place, step)), size));
      found = ops.where(low, ahead, ops.where(high, back, place));
    }
    return ops.max(ops.min(found, most), zero);
  }

  /** Rounds; halves go away from zero. */
  private Value nearest(Value place) {
    Value size = floor(ops.add(ops.abs(place), 0.5));
    return ops.where(ops.less(place, ops.scalar(place, 0)), ops.neg(size), size);
  }

  private Value between(Value y, Value x) {
    Value top = floor(y);
    Value left = floor(x);
    Value bottom = ops.add(top, 1);
    Value right = ops.add(left, 1);
    Value near = weight(ops.sub(right, x));
    Value far = weight(ops.sub(x, left));
    Value upper = ops.add(ops.mul(near, read(top, left)), ops.mul(far, read(top, right)));
    Value lower = ops.add(ops.mul(near, read(bottom, left)), ops.mul(far, read(bottom, right)));
    return ops.add(
        ops.mul(weight(ops.sub(bottom, y)), upper), ops.mul(weight(ops.sub(y, top)), lower));
  }

  private Value weight(Value part) {
    return ops.unsqueeze(part, 3);
  }

  /** Reads (batch, h, w, channels) at whole places (batch or 1, h, w). */
  private Value read(Value y, Value x) {
    Value pixels = rule.in(0);
    Value batch = ops.length(pixels, 0);
    Value tall = ops.cast(ops.squeeze(height, 0), DType.FLOAT32);
    Value wide = ops.cast(ops.squeeze(width, 0), DType.FLOAT32);
    Value valid = ops.and(within(y, tall), within(x, wide));
    Value row = ops.cast(limited(y, tall), DType.INT64);
    Value column = ops.cast(limited(x, wide), DType.INT64);
    Value place = ops.add(ops.mul(row, ops.squeeze(width, 0)), column);
    Value area = rule.shape(List.of(batch, height, width));
    Value each = ops.apply(new Movement.Expand(), place, area);
    Value count = rule.times(height, width);
    Value index = rule.reshape(each, List.of(batch, count, ops.longs(1)));
    Value flat = rule.reshape(pixels, List.of(batch, count, ops.length(pixels, 3)));
    Value read = ops.apply(new Indexing.GatherND(1), flat, index);
    Shape shape = pixels.shape();
    Value back =
        ops.applyAs(
            shape,
            new Movement.Reshape(0),
            read,
            rule.shape(List.of(batch, height, width, ops.length(pixels, 3))));
    Value fill = ops.scalar(DType.FLOAT32, operator.fillValue());
    return ops.where(ops.unsqueeze(valid, 3), ops.cast(back, DType.FLOAT32), fill);
  }

  private Value within(Value place, Value length) {
    return ops.and(ops.greaterOrEqual(place, ops.scalar(place, 0)), ops.less(place, length));
  }

  private Value limited(Value place, Value length) {
    return ops.max(ops.min(place, ops.sub(length, 1)), ops.scalar(place, 0));
  }
}
