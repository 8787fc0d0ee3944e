package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ONNX protobuf messages without copying the weights inside. */
public final class OnnxFile {
  /** Three levels for each subgraph in a subgraph; more than 60 of those are no honest model. */
  private static final int DEEPEST = 200;

  private OnnxFile() {}

  /**
   * Returns the model of a file; its weights stay views of the file.
   *
   * @throws MalformedModelException where the file is damaged or no ONNX model
   */
  public static ModelProto parse(Source source) {
    ModelProto model = parse(source, ModelProto::parseFrom, "ONNX model");
    if (!model.hasGraph()) {
      throw new MalformedModelException(
          source.name()
              + ": is not an ONNX model: it has no graph"
              + (model.getIrVersion() == 0 ? " and no IR version" : "")
              + ": the file is truncated or of another kind");
    }
    return model;
  }

  /**
   * Returns a tensor message that is a file of its own, such as the {@code .pb} of an ONNX test.
   *
   * @throws MalformedModelException where the file is damaged
   */
  public static TensorProto parseTensor(Source source) {
    return parse(source, TensorProto::parseFrom, "ONNX tensor");
  }

  /**
   * Returns a tensor's values; those that lie in raw form are views of the file.
   *
   * @param folder the folder of the model, for values in files of their own (the parent of {@link
   *     Source#path()}); null where it has none
   * @throws MalformedModelException where shape and values do not fit, or a file of values lies
   *     outside the folder
   * @throws UnsupportedModelException where Tenon has no such element type
   */
  public static Tensor tensor(TensorProto proto, @Nullable Path folder) {
    return new TensorReader(proto, folder).read();
  }

  /**
   * Checks that values in other files are there, and inside the model's folder: those of weights,
   * of constants in attributes, and of graphs inside graphs.
   *
   * @param file names the model in messages
   * @throws MalformedModelException where they are not
   */
  public static void checkExternal(String file, ModelProto model, @Nullable Path folder) {
    new ExternalCheck(file, folder).check(model);
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
    return proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes())).build();
  }

  /**
   * Returns the element type of an ONNX {@code data_type} number.
   *
   * @throws UnsupportedModelException where Tenon has none, as for 4 and 8 bit floats
   */
  public static DType dtype(int dataType) {
    DType dtype = OnnxTypes.dtype(dataType);
    if (dtype == null) {
      throw new UnsupportedModelException(
          "element type " + dataTypeName(dataType) + " (ONNX number " + dataType + ")");
    }
    return dtype;
  }

  /** Says whether Tenon has the element type of an ONNX {@code data_type} number. */
  public static boolean isSupported(int dataType) {
    return OnnxTypes.dtype(dataType) != null;
  }

  /** Returns the ONNX {@code data_type} number of an element type. */
  public static int dataType(DType dtype) {
    return OnnxTypes.dataType(dtype);
  }

  /** Returns the name of an ONNX {@code data_type} number, such as {@code float8e4m3fn}. */
  public static String dataTypeName(int dataType) {
    return OnnxTypes.name(dataType);
  }

  private interface Parser<T> {
    T parse(CodedInputStream input) throws IOException;
  }

  private static <T> T parse(Source source, Parser<T> parser, String what) {
    if (source.size() > Integer.MAX_VALUE - 8) {
      throw new MalformedModelException(
          source.name()
              + ": has "
              + source.size()
              + " bytes; a protobuf file is smaller than 2 GiB: larger models keep their weights in a"
              + " file beside it");
    }
    try {
      CodedInputStream input =
          UnsafeByteOperations.unsafeWrap(source.slice(0, source.size())).newCodedInput();
      input.enableAliasing(true);
      input.setRecursionLimit(DEEPEST);
      T message = parser.parse(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException(
          source.name()
              + ": is no "
              + what
              + " or is damaged ("
              + e.getMessage()
              + "): fetch the file again",
          e);
    } catch (IOException e) {
      throw new MalformedModelException(source.name() + ": " + e.getMessage(), e);
    } catch (InternalError e) {
      // So the JVM says that a page of a mapped file is not there any more.
      throw new MalformedModelException(
          source.name()
              + ": became shorter, or its disk failed, while it was read: fetch the file again",
          e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          source.name()
              + ": its "
              + source.size()
              + " bytes unfold to more than the memory holds: start the JVM with a larger -Xmx",
          List.of(),
          e);
    }
  }
}
