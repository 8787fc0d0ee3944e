package dev.tenon.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes batches apart into samples, and puts samples together. */
final class BatchSamples {
  private BatchSamples() {}

  /** Goes through batches sample by sample; each is a batch of one. */
  static Iterator<Batch> each(Iterator<Batch> batches) {
    return new Iterator<>() {
      private @Nullable Batch batch;
      private int next;

      @Override
      public boolean hasNext() {
        while ((batch == null || next == batch.size()) && batches.hasNext()) {
          batch = batches.next();
          next = 0;
        }
        return batch != null && next < batch.size();
      }

      @Override
      public Batch next() {
        if (!hasNext() || batch == null) {
          throw new NoSuchElementException();
        }
        Batch all = batch;
        int at = next++;
        return all.each(tensor -> Rows.range(tensor, at, at + 1));
      }
    };
  }

  /** Returns one batch of several. */
  static Batch join(List<Batch> parts) {
    Batch first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    List<Tensor> features = new ArrayList<>();
    for (int i = 0; i < first.features().size(); i++) {
      int index = i;
      features.add(stack(parts.stream().map(part -> part.features().get(index)).toList()));
    }
    return new Batch(features, stacked(parts, Batch::targets), stacked(parts, Batch::weights));
  }

  private static List<@Nullable Tensor> stacked(
      List<Batch> parts, Function<Batch, List<@Nullable Tensor>> side) {
    List<@Nullable Tensor> all = new ArrayList<>();
    for (int i = 0; i < side.apply(parts.get(0)).size(); i++) {
      List<Tensor> pieces = new ArrayList<>();
      for (Batch part : parts) {
        Tensor piece = side.apply(part).get(i);
        if (piece != null) {
          pieces.add(piece);
        }
      }
      all.add(pieces.isEmpty() ? null : stack(pieces));
    }
    return all;
  }

  /** Returns tensors of the same kind one after the other along the first axis. */
  static Tensor stack(List<Tensor> parts) {
    Tensor first = parts.get(0);
    long[] shape = first.shape();
    shape[0] = 0;
    int bytes = 0;
    for (Tensor part : parts) {
      if (part.dtype() != first.dtype()
          || !part.get(0).shapeString().equals(first.get(0).shapeString())) {
        throw new IllegalArgumentException(
            "a batch needs samples of one shape; received "
                + first.get(0).shapeString()
                + " and "
                + part.get(0).shapeString());
      }
      shape[0] += part.dim(0);
      bytes = Math.addExact(bytes, part.size() * part.dtype().bytes());
    }
    if (first.dtype() == DType.STRING) {
      List<String> all = new ArrayList<>();
      parts.forEach(part -> all.addAll(List.of(part.toStringArray())));
      return Tensor.ofStrings(all.toArray(String[]::new), shape);
    }
    ByteBuffer target = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> target.put(part.bytes().duplicate()));
    return Tensor.of(first.dtype(), shape, target.flip());
  }
}
