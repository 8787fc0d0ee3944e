package dev.tenon.lifting.functions;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that take entries at positions, and put entries there. */
public final class IndexingFunctions {
  private IndexingFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Indexing.Gather.class, IndexingFunctions::gather);
    table.one(Indexing.GatherElements.class, IndexingFunctions::gatherElements);
    table.one(Indexing.GatherND.class, IndexingFunctions::gatherNd);
    table.one(Indexing.ScatterND.class, IndexingFunctions::scatterNd);
    table.one(Indexing.ScatterElements.class, IndexingFunctions::scatterElements);
    table.one(Indexing.OneHot.class, IndexingFunctions::oneHot);
    table.put(Indexing.TopK.class, IndexingFunctions::topK);
    table.one(Indexing.NonZero.class, IndexingFunctions::nonZero);
  }

  /** Lets negative positions count from the end. */
  private static Operand wrapped(FunctionWriter writer, Operand positions, long length) {
    Tensor constant = positions.constant();
    if (constant != null) {
      Tensor.Writer numbers = new Tensor.Writer(DType.INT64, constant.size());
      for (int i = 0; i < constant.size(); i++) {
        long at = constant.getLong(i);
        numbers.set(i, at < 0 ? at + length : at);
      }
      return Operand.of(numbers.build(constant.shape()));
    }
    Operand wide = writer.cast(positions, DType.INT64);
    Operand negative = writer.elementwise("Less", wide, FunctionWriter.number(wide, 0));
    return writer.where(
        negative, writer.add(wide, FunctionWriter.number(wide, (double) length)), wide);
  }

  private static long known(Operand x, int axis) {
    long length = x.length(axis);
    if (length < 0) {
      throw new NoFunctionException("takes entries along an axis of open length");
    }
    return length;
  }

  private static Operand gather(FunctionNode node) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand at = node.in(1);
    int axis = x.axis(node.operator(Indexing.Gather.class).axis());
    writer.along(x, axis);
    Tensor constant = at.constant();
    boolean plain = constant != null && isFromFront(constant);
    Operand positions = plain ? at : wrapped(writer, at, known(x, axis));
    int batch = x.batch() > axis ? x.batch() + at.rank() - 1 : x.batch();
    if (at.batch() >= 0) {
      if (x.batch() >= 0) {
        writer.refuseMixing();
      }
      batch = axis + at.batch();
    }
    return writer.call("Take", Map.of("axis", (long) axis), batch, x, positions);
  }

  private static boolean isFromFront(Tensor positions) {
    for (int i = 0; i < positions.size(); i++) {
      if (positions.getLong(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static Operand gatherElements(FunctionNode node) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand at = node.in(1);
    int axis = x.axis(node.operator(Indexing.GatherElements.class).axis());
    writer.along(x, axis);
    Operand whole = x;
    for (int i = 0; i < x.rank(); i++) {
      boolean samples = x.batch() == i && at.batch() == i;
      if (i != axis && !samples && x.length(i) != at.length(i)) {
        // Only the first entries of that axis are read.
        whole = writer.cut(whole, i, 0, known(at, i), null);
      }
    }
    if (x.batch() != at.batch()) {
      writer.refuseMixing();
    }
    Operand positions = wrapped(writer, at, known(x, axis));
    return writer.call("TakeAlongAxis", Map.of("axis", (long) axis), at.batch(), whole, positions);
  }

  /** Returns places (…, count) as one number each, for axes that are joined to one. */
  private static Operand joined(FunctionWriter writer, Operand places, long[] lengths) {
    Operand sum = null;
    int last = places.rank() - 1;
    long stride = 1;
    for (int j = lengths.length - 1; j >= 0; j--) {
      Operand one = take(writer, places, last, j);
      Operand positive = wrapped(writer, one, lengths[j]);
      Operand part = stride == 1 ? positive : times(writer, positive, stride);
      sum = sum == null ? part : sum(writer, sum, part);
      stride *= lengths[j];
    }
    if (sum == null) {
      throw new NoFunctionException("takes entries at places of no axis");
    }
    return sum;
  }

  private static Operand take(FunctionWriter writer, Operand x, int axis, long position) {
    Tensor constant = x.constant();
    if (constant != null) {
      long[] shape = new long[x.rank() - 1];
      System.arraycopy(constant.shape(), 0, shape, 0, shape.length);
      return Operand.of(constant.slice(axis, position, position + 1).reshape(shape));
    }
    int batch = x.batch() > axis ? x.batch() - 1 : x.batch();
    Map<String, @Nullable Object> config = Map.of("axis", (long) axis);
    return writer.call("Take", config, batch, x, Operand.of(Tensor.scalar(DType.INT32, position)));
  }

  private static Operand times(FunctionWriter writer, Operand x, long factor) {
    Tensor constant = x.constant();
    return constant == null
        ? writer.multiply(x, FunctionWriter.number(x, (double) factor))
        : Operand.of(constant.scale((double) factor, 0));
  }

  private static Operand sum(FunctionWriter writer, Operand a, Operand b) {
    Tensor left = a.constant();
    Tensor right = b.constant();
    if (left == null || right == null) {
      return writer.add(a, b);
    }
    Tensor.Writer numbers = new Tensor.Writer(DType.INT64, left.size());
    for (int i = 0; i < left.size(); i++) {
      numbers.set(i, left.getLong(i) + right.getLong(i));
    }
    return Operand.of(numbers.build(left.shape()));
  }

  private static void refuseOpenBatch(FunctionNode node) {
    if (!node.writer().isFixed()) {
      throw new NoFunctionException(
          "reads or writes at places of several axes, which keras.ops does for a fixed batch only");
    }
  }

  private static Operand gatherNd(FunctionNode node) {
    refuseOpenBatch(node);
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand places = node.in(1);
    int batches = Math.toIntExact(node.operator(Indexing.GatherND.class).batchDims());
    int count = Math.toIntExact(known(places, places.rank() - 1));
    long[] lengths = new long[count];
    long blocks = 1;
    for (int i = 0; i < batches; i++) {
      blocks *= known(x, i);
    }
    long entries = 1;
    for (int i = 0; i < count; i++) {
      lengths[i] = known(x, batches + i);
      entries *= lengths[i];
    }
    Operand at = joined(writer, places, lengths);
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < at.rank(); i++) {
      result.add(known(at, i));
    }
    List<Long> flat = new ArrayList<>(List.of(blocks * entries));
    for (int i = batches + count; i < x.rank(); i++) {
      flat.add(known(x, i));
      result.add(known(x, i));
    }
    if (batches > 0) {
      long each = 1;
      for (int i = batches; i < at.rank(); i++) {
        each *= at.length(i);
      }
      Operand rows = writer.reshape(at, -1, blocks, each);
      Tensor.Writer starts = new Tensor.Writer(DType.INT64, Math.toIntExact(blocks));
      for (int i = 0; i < blocks; i++) {
        starts.set(i, i * entries);
      }
      Operand offsets = Operand.of(starts.build(blocks, 1));
      at = rows.constant() == null ? writer.add(rows, offsets) : spread(rows, offsets);
    }
    Operand table = writer.reshape(x, -1, array(flat));
    Operand taken = writer.call("Take", Map.of("axis", 0L), -1, table, at);
    return writer.reshape(taken, -1, array(result));
  }

  private static Operand spread(Operand rows, Operand offsets) {
    Tensor a = rows.constant();
    Tensor b = offsets.constant();
    if (a == null || b == null) {
      throw new IllegalStateException("not constant");
    }
    Tensor.Writer sums = new Tensor.Writer(DType.INT64, a.size());
    long each = a.dim(1);
    for (int i = 0; i < a.size(); i++) {
      sums.set(i, a.getLong(i) + b.getLong(i / each));
    }
    return Operand.of(sums.build(a.shape()));
  }

  private static long[] array(List<Long> lengths) {
    return lengths.stream().mapToLong(Long::longValue).toArray();
  }

  private static Operand scatterNd(FunctionNode node) {
    refuseOpenBatch(node);
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand places = node.in(1);
    int last = places.rank() - 1;
    int count = Math.toIntExact(known(places, last));
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = known(x, i);
    }
    Operand wrapped = wrappedRows(writer, places, lengths);
    return update(
        writer, x, wrapped, node.in(2), node.operator(Indexing.ScatterND.class).reduction());
  }

  /** Lets negative positions count from the end, each from that of its axis. */
  private static Operand wrappedRows(FunctionWriter writer, Operand places, long[] lengths) {
    Tensor constant = places.constant();
    if (constant != null) {
      Tensor.Writer numbers = new Tensor.Writer(DType.INT64, constant.size());
      for (int i = 0; i < constant.size(); i++) {
        long at = constant.getLong(i);
        numbers.set(i, at < 0 ? at + lengths[i % lengths.length] : at);
      }
      return Operand.of(numbers.build(constant.shape()));
    }
    Operand wide = writer.cast(places, DType.INT64);
    Operand negative = writer.elementwise("Less", wide, FunctionWriter.number(wide, 0));
    Operand moved = writer.add(wide, FunctionWriter.longs(lengths, lengths.length));
    return writer.where(negative, moved, wide);
  }

  private static Operand update(
      FunctionWriter writer, Operand x, Operand places, Operand updates, String reduction) {
    Map<String, @Nullable Object> config =
        reduction.equals("none") ? Map.of() : Map.of("reduction", reduction);
    return writer.call("ScatterUpdate", config, -1, x, places, updates);
  }

  private static Operand scatterElements(FunctionNode node, Indexing.ScatterElements operator) {
    refuseOpenBatch(node);
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand at = node.in(1);
    int axis = x.axis(operator.axis());
    int rank = x.rank();
    Operand positions = wrapped(writer, at, known(x, axis));
    long total = 1;
    for (int i = 0; i < rank; i++) {
      total *= known(at, i);
    }
    List<Operand> columns = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Operand along =
          i == axis ? positions : Operand.of(coordinates(at.shape(), i, Math.toIntExact(total)));
      columns.add(writer.reshape(along, -1, total, 1));
    }
    Operand places = together(writer, columns, (int) total);
    Operand updates = writer.reshape(node.in(2), -1, total);
    return update(writer, x, places, updates, operator.reduction());
  }

  /** Returns which position along an axis each of some entries has. */
  private static Tensor coordinates(Shape shape, int axis, int total) {
    long inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.length(i);
    }
    Tensor.Writer numbers = new Tensor.Writer(DType.INT64, total);
    for (int i = 0; i < total; i++) {
      numbers.set(i, i / inner % shape.length(axis));
    }
    return numbers.build(total);
  }

  /** Joins columns to places; where all are fixed, to a constant. */
  private static Operand together(FunctionWriter writer, List<Operand> columns, int total) {
    if (columns.stream().anyMatch(column -> column.constant() == null)) {
      return writer.call("Concatenate", Map.of("axis", 1L), -1, columns);
    }
    Tensor.Writer numbers = new Tensor.Writer(DType.INT64, total * columns.size());
    for (int i = 0; i < total; i++) {
      for (int j = 0; j < columns.size(); j++) {
        Tensor column = columns.get(j).constant();
        numbers.set(i * columns.size() + j, column == null ? 0 : column.getLong(i));
      }
    }
    return Operand.of(numbers.build(total, columns.size()));
  }

  private static Operand oneHot(FunctionNode node) {
    FunctionWriter writer = node.writer();
    Operand at = node.in(0);
    Tensor depths = node.constant(1, "depth");
    long depth = depths.dtype().isFloating() ? (long) depths.getDouble(0) : depths.getLong(0);
    Operand positions = wrapped(writer, at, depth);
    long given = node.operator(Indexing.OneHot.class).axis();
    int axis = Math.toIntExact(given < 0 ? given + at.rank() + 1 : given);
    int batch = at.batch() >= axis ? at.batch() + 1 : at.batch();
    Map<String, @Nullable Object> config =
        OrderedMap.of("num_classes", depth, "axis", (long) axis, "dtype", "int32");
    Operand hot = writer.call("OneHot", config, batch, positions);
    Operand values = node.in(2);
    Operand off = take(writer, values, 0, 0);
    Operand on = take(writer, values, 0, 1);
    return writer.where(writer.cast(hot, DType.BOOL), on, off);
  }

  private static List<Operand> topK(FunctionNode node) {
    Indexing.TopK operator = node.operator(Indexing.TopK.class);
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    long k = node.wholes(1, "number of entries")[0];
    int axis = x.axis(operator.axis());
    writer.along(x, axis);
    int last = x.rank() - 1;
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order[axis] = last;
    order[last] = axis;
    boolean least = operator.largest() == 0;
    if (least && !x.dtype().isFloating() && x.dtype().isUnsigned()) {
      throw new NoFunctionException("takes the least of unsigned numbers");
    }
    Operand moved = writer.transpose(x, order);
    Operand signed = least ? writer.same("Negative", Map.of(), moved) : moved;
    List<Operand> found =
        writer.all("TopK", OrderedMap.of("k", k, "sorted", true), signed.batch(), signed);
    Operand values = least ? writer.same("Negative", Map.of(), found.get(0)) : found.get(0);
    Operand positions = writer.cast(found.get(1), DType.INT64);
    return List.of(writer.transpose(values, order), writer.transpose(positions, order));
  }

  private static Operand nonZero(FunctionNode node) {
    refuseOpenBatch(node);
    FunctionWriter writer = node.writer();
    List<Operand> found = writer.all("Nonzero", Map.of(), -1, node.in(0));
    Operand stacked = writer.call("Stack", Map.of("axis", 0L), -1, found);
    return writer.cast(stacked, DType.INT64);
  }
}
