package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads sparse tensors, of which a file contains the nonzero elements only. */
public final class SparseTensors {
  /** More elements than this are no weight that anybody would keep sparse and run dense. */
  private static final long LARGEST = 1L << 28;

  private SparseTensors() {}

  /** Returns the tensor with its zeros. */
  public static Tensor dense(String label, SparseTensorProto sparse, @Nullable ModelFolder folder) {
    Tensor values = OnnxFile.tensor(sparse.getValues(), folder);
    Tensor indices = OnnxFile.tensor(sparse.getIndices(), folder);
    long[] shape = sparse.getDimsList().stream().mapToLong(Long::longValue).toArray();
    long size = 1;
    for (long length : shape) {
      if (length < 0 || (length > 0 && size > LARGEST / length)) {
        throw new UnsupportedModelException(
            label, "has the lengths " + sparse.getDimsList() + ", too many for a dense tensor");
      }
      size *= length;
    }
    boolean linear = indices.rank() == 1;
    if (indices.size() != (linear ? values.size() : (long) values.size() * shape.length)) {
      throw new MalformedModelException(
          label, "has " + values.size() + " values at " + indices.shapeString() + " positions");
    }
    Tensor.Writer dense = new Tensor.Writer(values.dtype(), Math.toIntExact(size));
    for (int i = 0; i < values.size(); i++) {
      long at = linear ? indices.getLong(i) : position(indices, i, shape);
      if (at < 0 || at >= size) {
        throw new MalformedModelException(label, "has a value outside its shape");
      }
      if (values.dtype().isFloating()) {
        dense.set((int) at, values.getDouble(i));
      } else {
        dense.set((int) at, values.getLong(i));
      }
    }
    return dense.build(size).reshape(shape);
  }

  private static long position(Tensor indices, int row, long[] shape) {
    long at = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      long index = indices.getLong((long) row * shape.length + axis);
      if (index < 0 || index >= shape[axis]) {
        return -1;
      }
      at = at * shape[axis] + index;
    }
    return at;
  }
}
