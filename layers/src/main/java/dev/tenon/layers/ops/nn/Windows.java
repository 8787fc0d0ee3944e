package dev.tenon.layers.ops.nn;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.OpArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows that slide along the axes behind the batch.
 *
 * @param lengths how many entries a window has along each axis
 * @param steps how far apart windows begin
 * @param rates how far apart the entries of a window are
 */
record Windows(List<Long> lengths, List<Long> steps, List<Long> rates) {

  Windows {
    for (List<Long> numbers : List.of(lengths, steps, rates)) {
      if (numbers.stream().anyMatch(number -> number < 1)) {
        throw new IllegalArgumentException(
            "windows have positive lengths, steps and rates, not " + numbers);
      }
    }
  }

  private long reach(int axis) {
    return (lengths.get(axis) - 1) * rates.get(axis) + 1;
  }

  private static long length(OpArgs args, Value x, int axis) {
    long length = x.shape().length(axis + 1);
    if (length < 0) {
      throw args.refuse("is supported for images of known lengths, not " + x.shape());
    }
    return length;
  }

  /** Returns the margins of TensorFlow's padding "same": all begins, then all ends. */
  long[] same(OpArgs args, Value x) {
    int axes = lengths.size();
    long[] margins = new long[2 * axes];
    for (int i = 0; i < axes; i++) {
      long length = length(args, x, i);
      long places = (length + steps.get(i) - 1) / steps.get(i);
      long total = Math.max((places - 1) * steps.get(i) + reach(i) - length, 0);
      margins[i] = total / 2;
      margins[axes + i] = total - total / 2;
    }
    return margins;
  }

  /** Returns (batch, places…, windows…, channels) of (batch, lengths…, channels). */
  Value cut(OpArgs args, Value x) {
    Ops ops = args.ops();
    int axes = lengths.size();
    List<Dim> dims = new ArrayList<>(List.of(x.shape().dim(0)));
    Value picked = x;
    for (int i = 0; i < axes; i++) {
      long length = length(args, x, i);
      long places = (length - reach(i)) / steps.get(i) + 1;
      if (length < reach(i)) {
        throw args.refuse("slides a window of " + reach(i) + " along " + x.shape());
      }
      picked = picked(ops, picked, i, places);
      dims.add(Dim.of(places));
      dims.add(Dim.of(lengths.get(i)));
    }
    dims.add(x.shape().dim(axes + 1));
    Value apart = ops.reshape(picked, Shape.of(dims));
    int[] perm = new int[2 * axes + 2];
    for (int i = 0; i < axes; i++) {
      perm[1 + i] = 1 + 2 * i;
      perm[1 + axes + i] = 2 + 2 * i;
    }
    perm[2 * axes + 1] = 2 * axes + 1;
    return ops.transpose(apart, perm);
  }

  /** Puts the entries of all windows along one axis behind each other. */
  private Value picked(Ops ops, Value x, int axis, long places) {
    long count = places * lengths.get(axis);
    TableSize.check("the positions of its windows", count);
    long[] from = new long[Math.toIntExact(count)];
    for (int i = 0; i < from.length; i++) {
      from[i] = i / lengths.get(axis) * steps.get(axis) + i % lengths.get(axis) * rates.get(axis);
    }
    if (IntStream.range(0, from.length).allMatch(i -> from[i] == i)) {
      boolean whole = x.shape().length(axis + 1) == from.length;
      return whole ? x : ops.slice(x, axis + 1, 0, from.length, 1);
    }
    return ops.gather(x, ops.longs(from), axis + 1);
  }
}
