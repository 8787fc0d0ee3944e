package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.exporters.onnx.edit.GraphCut;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Takes weights out of a model message. */
final class DetachedWeights {
  /** The types of which ONNX Runtime's Java API makes no tensor from a buffer. */
  private static final Set<DType> HELD_INSIDE =
      Set.of(DType.STRING, DType.UINT16, DType.UINT32, DType.UINT64);

  private DetachedWeights() {}

  static OnnxModel.Detached apply(ModelProto model, int smallest) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> read = new HashSet<>();
    GraphCut.reads(model.getGraph(), read);
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      // ONNX Runtime drops a weight that nothing reads, and then refuses a content for it.
      if (!read.contains(tensor.getName())
          || !OnnxFile.isSupported(tensor.getDataType())
          || HELD_INSIDE.contains(OnnxFile.dtype(tensor.getDataType()))
          || OnnxFile.dtype(tensor.getDataType()).isSmall()
          || tensor.getRawData().size() < smallest) {
        continue;
      }
      Tensor content = OnnxFile.tensor(tensor, null);
      if (!isShareable(content)) {
        continue;
      }
      weights.put(tensor.getName(), content);
      graph.setInitializer(i, placeholder(tensor, (long) content.size() * content.dtype().bytes()));
    }
    byte[] rest = model.toBuilder().setGraph(graph).build().toByteArray();
    return new OnnxModel.Detached(ByteBuffer.wrap(rest), weights);
  }

  /**
   * Returns whether native code can use the bytes where they lie.
   *
   * <p>Kernels may assume that an element lies at a multiple of its width, which a weight in the
   * middle of a file need not do.
   */
  private static boolean isShareable(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    return bytes.isDirect() && bytes.alignmentOffset(0, tensor.dtype().bytes()) == 0;
  }

  private static TensorProto placeholder(TensorProto tensor, long bytes) {
    TensorProto.Builder outside =
        TensorProto.newBuilder()
            .setName(tensor.getName())
            .setDataType(tensor.getDataType())
            .addAllDims(tensor.getDimsList());
    OnnxFile.setExternal(outside, "held-in-memory", 0, bytes);
    return outside.build();
  }
}
