package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.protobuf.ProtobufFile;
import dev.tenon.schema.TypeNumbers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads ONNX protobuf messages without copying the weights inside. */
public final class OnnxFile {
  /** Messages for each graph in a graph: the node, its attribute and the graph. */
  private static final int LEVELS = 3;

  /** Messages around the outermost graph and inside the innermost. */
  private static final int AROUND = 8;

  private OnnxFile() {}

  /**
   * Returns the model of a file; its weights stay views of the file.
   *
   * @throws MalformedModelException if the file is damaged or no ONNX model
   */
  public static ModelProto parse(Source source) {
    ModelProto model =
        ProtobufFile.parse(
            source.name(),
            source,
            ModelProto.getDescriptor(),
            ModelProto.parser(),
            "ONNX model",
            deepest(source));
    if (!model.hasGraph()) {
      throw new MalformedModelException(
          source.name(),
          "is not an ONNX model: it has no graph"
              + (model.getIrVersion() == 0 ? " and no IR version" : "")
              + ": the file is truncated or of another kind");
    }
    return model;
  }

  /**
   * Returns a tensor message that is a file of its own, such as the {@code .pb} of an ONNX test.
   *
   * @throws MalformedModelException if the file is damaged
   */
  public static TensorProto parseTensor(Source source) {
    return ProtobufFile.parse(
        source.name(),
        source,
        TensorProto.getDescriptor(),
        TensorProto.parser(),
        "ONNX tensor",
        deepest(source));
  }

  /** Twice as deep as allowed: up to there it is said which limit it is. */
  private static int deepest(Source source) {
    return 2 * LEVELS * source.limits().nesting() + AROUND;
  }

  /**
   * Returns a tensor's values; raw values are views of the file.
   *
   * @param folder the folder of the model, for values in files of their own ({@link
   *     Source#folder()}); null if it has none
   * @throws MalformedModelException if shape and values do not fit, or an external file is outside
   *     the folder
   * @throws UnsupportedModelException if Tenon has no such element type
   */
  public static Tensor tensor(TensorProto proto, @Nullable ModelFolder folder) {
    return new TensorReader(proto, folder).read();
  }

  /**
   * Checks that values in other files are there, and inside the model's folder: those of weights,
   * of constants in attributes, and of graphs inside graphs.
   *
   * @param file names the model in messages
   * @throws MalformedModelException if they are not
   */
  public static void checkExternal(String file, ModelProto model, @Nullable ModelFolder folder) {
    new ExternalCheck(file, folder).check(model);
  }

  /**
   * Returns a model with all external values included: weights and constants, also in branches,
   * loops and functions. A model without external values is returned unchanged.
   *
   * @param folder the folder of the model
   * @throws MalformedModelException if such a file is missing, or outside the folder
   */
  public static ModelProto withExternalInside(ModelProto model, @Nullable ModelFolder folder) {
    return new ExternalInside(folder).apply(model);
  }

  /** Returns a tensor as a message that shares its bytes. */
  public static TensorProto proto(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(dataType(tensor.dtype()));
    for (long length : tensor.shape()) {
      proto.addDims(length);
    }
    if (tensor.dtype() == DType.STRING) {
      for (String text : tensor.toStringArray()) {
        proto.addStringData(ByteString.copyFromUtf8(text));
      }
      return proto.build();
    }
    if (Packed.is(tensor.dtype())) {
      return proto.setRawData(ByteString.copyFrom(Packed.pack(tensor))).build();
    }
    return proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes())).build();
  }

  /**
   * Returns the element type of an ONNX {@code data_type} number.
   *
   * @throws UnsupportedModelException if the type is not supported, as for complex numbers
   */
  public static DType dtype(int dataType) {
    DType dtype = TypeNumbers.type(dataType);
    if (dtype == null) {
      throw new UnsupportedModelException(
          "element type " + dataTypeName(dataType) + " (ONNX number " + dataType + ")");
    }
    return dtype;
  }

  /** Writes the location of its values to a tensor's message. */
  public static void setExternal(
      TensorProto.Builder tensor, String location, long offset, long length) {
    tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.addExternalDataBuilder().setKey("location").setValue(location);
    tensor.addExternalDataBuilder().setKey("offset").setValue(Long.toString(offset));
    tensor.addExternalDataBuilder().setKey("length").setValue(Long.toString(length));
  }

  /** Returns whether Tenon has the element type of an ONNX {@code data_type} number. */
  public static boolean isSupported(int dataType) {
    return TypeNumbers.type(dataType) != null;
  }

  /** Returns the number of bytes of a number of elements in a file; 0 for strings. */
  public static long bytes(DType dtype, long count) {
    return Packed.bytes(dtype, count);
  }

  /** Returns the ONNX {@code data_type} number of an element type. */
  public static int dataType(DType dtype) {
    return TypeNumbers.of(dtype);
  }

  /** Returns the name of an ONNX {@code data_type} number, such as {@code float8e4m3fn}. */
  public static String dataTypeName(int dataType) {
    return TypeNumbers.name(dataType);
  }
}
