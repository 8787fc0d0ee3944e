package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import java.util.ArrayList;
import java.util.List;

/** Decomposition of Col2Im: the sum of image blocks at their positions. */
public final class BlockRule {
  private BlockRule() {}

  /** Returns the images. */
  public static Value image(ExpansionContext rule, Vision.Col2Im o) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    int axes = rule.count(1);
    List<Value> padded = new ArrayList<>();
    List<Value> blocks = new ArrayList<>();
    Value flat = ops.longs(0);
    for (int i = 0; i < axes; i++) {
      long dilation = ExpansionContext.entry(o.dilations(), i, 1);
      long stride = ExpansionContext.entry(o.strides(), i, 1);
      long pads =
          ExpansionContext.entry(o.pads(), i, 0) + ExpansionContext.entry(o.pads(), axes + i, 0);
      Value block = rule.element(rule.in(2), i);
      Value length = rule.affine(rule.element(rule.in(1), i), 1, pads);
      Value free = ops.sub(length, rule.affine(block, dilation, 1 - dilation));
      Value count = ops.add(ops.apply(new Binary.Div(), free, ops.longs(stride)), 1);
      Value inside = rule.affine(rule.positions(block), dilation, 0);
      Value starts = rule.affine(rule.positions(count), stride, 0);
      Value places =
          ops.add(rule.along(inside, i, 2 * axes), rule.along(starts, axes + i, 2 * axes));
      flat = ops.add(ops.mul(flat, length), places);
      padded.add(length);
      blocks.add(block);
    }
    Value batch = ops.length(x, 0);
    Value apart =
        rule.reshape(x, List.of(batch, ops.longs(-1), rule.product(blocks), ops.length(x, 2)));
    Value channels = ops.length(apart, 1);
    Value entries =
        rule.reshape(ops.transpose(apart, 2, 3, 0, 1), List.of(ops.longs(-1), batch, channels));
    Value empty = rule.zeros(x.dtype(), rule.shape(List.of(rule.product(padded), batch, channels)));
    Value sum = ops.apply(new Indexing.ScatterND("add"), empty, rule.reshape(flat, -1, 1), entries);
    return cut(rule, o, sum, padded, batch, channels);
  }

  /** Brings (entries, batch, channels) into an image's shape and takes the padding off. */
  private static Value cut(
      ExpansionContext rule,
      Vision.Col2Im o,
      Value sum,
      List<Value> padded,
      Value batch,
      Value channels) {
    Ops ops = rule.ops();
    int axes = padded.size();
    List<Value> target = new ArrayList<>(padded);
    target.add(batch);
    target.add(channels);
    int[] perm = new int[axes + 2];
    perm[0] = axes;
    perm[1] = axes + 1;
    for (int i = 0; i < axes; i++) {
      perm[2 + i] = i;
    }
    Value image = ops.transpose(rule.reshape(sum, target), perm);
    for (int i = 0; i < axes; i++) {
      long before = ExpansionContext.entry(o.pads(), i, 0);
      long after = ExpansionContext.entry(o.pads(), axes + i, 0);
      if (before != 0 || after != 0) {
        long end = after == 0 ? Long.MAX_VALUE : -after;
        image = ops.slice(image, 2 + i, before, end, 1);
      }
    }
    return image;
  }
}
