package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TInt64;

/**
 * Large tensors of zeros that take neither memory nor its bandwidth.
 *
 * <p>Each is a variable whose memory was allocated and never written: an operating system gives one
 * page of zeros for all pages that are only read. No system promises it, so that the content is
 * looked at once, and written where it is not zero.
 */
final class UntouchedZeros {
  /** A number of bytes for which allocators ask the system, whose pages are fresh. */
  static final long LEAST = 32 << 20;

  private record Zeros(Output<?> lowest, Output<?> highest, Operation write) {}

  private final Tf tf;
  private final List<Zeros> open = new ArrayList<>();
  private int count;

  UntouchedZeros(Tf tf) {
    this.tf = tf;
  }

  /** Returns a tensor of zeros, which can be read after the next {@link #fill}. */
  Output<?> of(DType dtype, long[] lengths) {
    int[] shape = LongStream.of(lengths).mapToInt(Math::toIntExact).toArray();
    String outer = tf.scope("variables/zeros");
    Output<?> fresh =
        tf.op("Empty").in(tf.ints(shape)).attr("dtype", TensorFlowTypes.of(dtype)).out();
    tf.scope(outer);
    return of(dtype, lengths, fresh);
  }

  /**
   * Returns a tensor of zeros.
   *
   * @param fresh what it is where that is zero
   */
  Output<?> of(DType dtype, long[] lengths, Output<?> fresh) {
    String outer = tf.scope("variables/zeros");
    DataType type = TensorFlowTypes.of(dtype);
    Output<?> handle =
        tf.op("VarHandleOp")
            .attr("dtype", type)
            .attr("shape", Shape.of(lengths))
            .attr("shared_name", tf.scope() + "#" + count++)
            .out();
    Operation allocate = assign(handle, fresh);
    Output<?> found =
        tf.op("ReadVariableOp").in(handle).attr("dtype", type).after(List.of(allocate)).out();
    Output<?> bits = tf.op("Bitcast").in(found).attr("type", bits(dtype)).out();
    Output<?> zeros = tf.binary("Fill", tf.longs(lengths), tf.scalar(type, 0));
    Output<?> read = tf.op("ReadVariableOp").in(handle).attr("dtype", type).out();
    open.add(
        new Zeros(end("Min", bits, lengths), end("Max", bits, lengths), assign(handle, zeros)));
    tf.scope(outer);
    return read;
  }

  private Operation assign(Output<?> handle, Output<?> value) {
    return tf.op("AssignVariableOp").in(handle, value).attr("dtype", value.dataType()).build();
  }

  private static DataType bits(DType dtype) {
    return switch (dtype.bytes()) {
      case 2 -> DataType.DT_INT16;
      case 4 -> DataType.DT_INT32;
      default -> DataType.DT_INT64;
    };
  }

  private Output<?> end(String type, Output<?> bits, long[] lengths) {
    long[] axes = LongStream.range(0, lengths.length).toArray();
    return tf.cast(tf.reduce(type, bits, false, axes), DataType.DT_INT64);
  }

  /** Makes those that were asked for since the last call. */
  void fill(Session session) {
    for (Zeros zeros : open) {
      boolean fresh;
      try (Result ends = session.runner().fetch(zeros.lowest).fetch(zeros.highest).run()) {
        fresh = number(ends, 0) == 0 && number(ends, 1) == 0;
      }
      if (!fresh) {
        session.runner().addTarget(zeros.write).run().close();
      }
    }
    open.clear();
  }

  private static long number(Result ends, int at) {
    return ((TInt64) ends.get(at)).getLong();
  }
}
