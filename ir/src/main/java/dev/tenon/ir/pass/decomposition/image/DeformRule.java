package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decomposition of DeformConv on two axes: interpolated samples and a product with the kernel. */
public final class DeformRule {
  private final ExpansionContext rule;
  private final Ops ops;
  private final Vision.DeformConv conv;
  private final Value x;
  private final Value offset;
  private final long height;
  private final long width;

  public DeformRule(ExpansionContext rule, Vision.DeformConv conv) {
    this.rule = rule;
    this.ops = rule.ops();
    this.conv = conv;
    this.x = rule.in(0);
    this.offset = rule.in(2);
    Shape kernel = rule.in(1).shape();
    if (rule.rank(0) != 4) {
      throw new IllegalArgumentException("images of 2 axes only, not " + (rule.rank(0) - 2));
    }
    List<Long> given = conv.kernelShape();
    height = given != null ? given.get(0) : kernel.length(2);
    width = given != null ? given.get(1) : kernel.length(3);
    if (height < 1 || width < 1 || kernel.length(0) < 1 || kernel.length(1) < 1) {
      throw new IllegalArgumentException("the kernel's lengths are not known: " + kernel);
    }
  }

  /** Returns (batch, channels, height, width). */
  public Value write() {
    long groups = conv.offsetGroup();
    long entries = height * width;
    Value batch = ops.length(x, 0);
    List<Value> area = List.of(ops.length(offset, 2), ops.length(offset, 3));
    // (batch, offset groups, entries, 2, height, width)
    Value moved = shaped(offset, batch, area, groups, entries, 2);
    Value row = place(moved, 0, area.get(0));
    Value column = place(moved, 1, area.get(1));
    Value mask = rule.optional(4);
    Value samples =
        sampled(row, column, mask == null ? null : shaped(mask, batch, area, groups, entries));
    // (batch, offset groups, entries, height, width, channels of a group)
    Value kernel = rule.in(1);
    long outputs = kernel.shape().length(0);
    long inner = kernel.shape().length(1);
    Value columns =
        rule.reshape(
            ops.transpose(samples, 0, 1, 5, 2, 3, 4),
            List.of(batch, ops.longs(conv.group()), ops.longs(inner * entries), ops.longs(-1)));
    Value weights = rule.reshape(kernel, conv.group(), outputs / conv.group(), inner * entries);
    Value product = ops.matMul(weights, columns);
    Value result =
        rule.reshape(product, List.of(batch, ops.longs(outputs), area.get(0), area.get(1)));
    Value bias = rule.optional(3);
    return bias == null ? result : ops.add(result, rule.reshape(bias, -1, 1, 1));
  }

  private Value shaped(Value values, Value batch, List<Value> area, long... middle) {
    List<Value> shape = new ArrayList<>(List.of(batch));
    for (long length : middle) {
      shape.add(ops.longs(length));
    }
    shape.addAll(area);
    return rule.reshape(values, shape);
  }

  /** Returns where along an axis each entry is read, (batch, groups, entries, height, width). */
  private Value place(Value moved, int axis, Value count) {
    long dilation = ExpansionContext.entry(conv.dilations(), axis, 1);
    long stride = ExpansionContext.entry(conv.strides(), axis, 1);
    long[] within = new long[Math.toIntExact(height * width)];
    for (int i = 0; i < within.length; i++) {
      within[i] = (axis == 0 ? i / width : i % width) * dilation;
    }
    Value starts =
        rule.along(
            rule.affine(
                rule.positions(count), stride, -ExpansionContext.entry(conv.pads(), axis, 0)),
            1 + axis,
            3);
    Value regular = ops.add(starts, rule.along(ops.longs(within), 0, 3));
    Value away = ops.squeeze(ops.slice(moved, 3, axis, axis + 1L, 1), 3);
    return ops.add(away, ops.cast(regular, away.dtype()));
  }

  private Value sampled(Value row, Value column, @Nullable Value mask) {
    long groups = conv.offsetGroup();
    Value grouped =
        rule.reshape(
            x,
            List.of(
                ops.longs(-1), ops.longs(channels() / groups), ops.length(x, 2), ops.length(x, 3)));
    PixelRows pixels = new PixelRows(rule, grouped);
    Value numbers = rule.positions(rule.affine(ops.length(x, 0), groups, 0));
    Value image = rule.reshape(numbers, -1, groups, 1, 1, 1);
    Value top = ops.apply(new Unary.Floor(), row);
    Value left = ops.apply(new Unary.Floor(), column);
    Value sum = null;
    for (int corner = 0; corner < 4; corner++) {
      Value y = corner / 2 == 0 ? top : ops.add(top, 1);
      Value z = corner % 2 == 0 ? left : ops.add(left, 1);
      Value down = inside(y, pixels.height());
      Value over = inside(z, pixels.width());
      Value seen = ops.and(ops.equal(down, y), ops.equal(over, z));
      Value weight = ops.mul(near(row, y), near(column, z));
      weight = ops.where(seen, weight, ops.scalar(weight, 0));
      if (mask != null) {
        weight = ops.mul(weight, mask);
      }
      Value part = ops.mul(pixels.at(image, down, over), ops.unsqueeze(weight, 5));
      sum = sum == null ? part : ops.add(sum, part);
    }
    return Objects.requireNonNull(sum);
  }

  private long channels() {
    return rule.in(1).shape().length(1) * conv.group();
  }

  private Value inside(Value place, Value length) {
    Value last = ops.cast(ops.sub(length, 1), place.dtype());
    return ops.max(ops.min(place, last), 0);
  }

  /** What a pixel counts for a place that is less than 1 away. */
  private Value near(Value place, Value pixel) {
    return ops.sub(1, ops.abs(ops.sub(place, pixel)));
  }
}
