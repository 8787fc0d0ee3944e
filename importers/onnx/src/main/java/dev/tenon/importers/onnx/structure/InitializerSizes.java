package dev.tenon.importers.onnx.structure;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;

/** Reads what a weight's message says of its size, and checks it against the values. */
final class InitializerSizes {
  private InitializerSizes() {}

  static OnnxStructure.Initializer read(String file, TensorProto tensor) {
    String where = file + ": initializer '" + tensor.getName() + "'";
    long count = count(where, tensor);
    boolean external = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    long stored = external ? external(where, tensor) : stored(tensor);
    if (OnnxFile.isSupported(tensor.getDataType())) {
      DType dtype = OnnxFile.dtype(tensor.getDataType());
      long width = dtype.bytes();
      if (width > 0 && count > Long.MAX_VALUE / width) {
        throw new MalformedModelException(where, "declares more bytes than can be counted");
      }
      long expected = OnnxFile.bytes(dtype, count);
      if (tensor.hasRawData() && !external && stored != expected && dtype != DType.STRING) {
        throw new MalformedModelException(
            where,
            "shape "
                + tensor.getDimsList()
                + " of "
                + dtype.numpyName()
                + " needs "
                + expected
                + " bytes, the file has "
                + stored
                + ": it is damaged");
      }
      stored = stored < 0 ? expected : stored;
    }
    return new OnnxStructure.Initializer(
        tensor.getName(),
        OnnxFile.dataTypeName(tensor.getDataType()),
        tensor.getDimsList(),
        Math.max(0, stored),
        external,
        null,
        "");
  }

  private static long count(String where, TensorProto tensor) {
    long count = 1;
    for (long length : tensor.getDimsList()) {
      if (length < 0) {
        throw new MalformedModelException(
            where, "has an axis of length " + length + ": the file is damaged");
      }
      if (length > 0 && count > Long.MAX_VALUE / length) {
        throw new MalformedModelException(
            where, "shape " + tensor.getDimsList() + " has more elements than can be counted");
      }
      count *= length;
    }
    return count;
  }

  private static long stored(TensorProto tensor) {
    if (tensor.hasRawData()) {
      return tensor.getRawData().size();
    }
    long strings = 0;
    for (int i = 0; i < tensor.getStringDataCount(); i++) {
      strings += tensor.getStringData(i).size();
    }
    return strings
        + 4L * tensor.getFloatDataCount()
        + 4L * tensor.getInt32DataCount()
        + 8L * tensor.getInt64DataCount()
        + 8L * tensor.getDoubleDataCount()
        + 8L * tensor.getUint64DataCount();
  }

  /** Returns the length that the message names, negative where it names none. */
  private static long external(String where, TensorProto tensor) {
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      if (entry.getKey().equals("length")) {
        if (!entry.getValue().matches("[0-9]{1,18}")) {
          throw new MalformedModelException(
              where, "its external data has the length '" + entry.getValue() + "'");
        }
        return Long.parseLong(entry.getValue());
      }
    }
    return -1;
  }
}
