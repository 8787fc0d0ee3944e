package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.edit.Description;
import dev.tenon.exporters.onnx.edit.FunctionInliner;
import dev.tenon.exporters.onnx.edit.GraphCut;
import dev.tenon.exporters.onnx.edit.GraphRenames;
import dev.tenon.exporters.onnx.edit.NewValues;
import dev.tenon.exporters.onnx.edit.Outputs;
import dev.tenon.exporters.onnx.quantize.SimulatedWeights;
import dev.tenon.exporters.onnx.quantize.WeightStorage;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.OnnxWriter;
import dev.tenon.formats.onnx.check.FedOperands;
import dev.tenon.formats.onnx.check.OperatorCheck;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model as a message in memory, whose weights may be views of what was read from a file.
 * Immutable.
 */
public final class OnnxModel {
  private final ModelProto proto;
  private final @Nullable ModelFolder folder;
  private final List<String> notes;

  OnnxModel(ModelProto proto, @Nullable ModelFolder folder) {
    this(proto, folder, List.of());
  }

  private OnnxModel(ModelProto proto, @Nullable ModelFolder folder, List<String> notes) {
    this.proto = proto;
    this.folder = folder;
    this.notes = notes;
  }

  OnnxModel withNotes(List<String> sentences) {
    return new OnnxModel(proto, folder, List.copyOf(sentences));
  }

  /** Returns what the user should know of a model that was just exported; else nothing. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Reads a model; its weights stay views of the file.
   *
   * @throws MalformedModelException if it is damaged or no ONNX model
   */
  public static OnnxModel read(Source source) {
    return new OnnxModel(OnnxFile.parse(source), source.folder());
  }

  /** Returns the model with all values inside that lie in other files; itself where none do. */
  public OnnxModel withExternalInside() {
    ModelProto whole = OnnxFile.withExternalInside(proto, folder);
    return isSame(whole, proto) ? this : new OnnxModel(whole, null, notes);
  }

  /** Returns the names of the graph's outputs, in order. */
  public List<String> outputs() {
    return proto.getGraph().getOutputList().stream().map(output -> output.getName()).toList();
  }

  /** Returns the version of ONNX's standard operators; 0 if the model does not say. */
  public long opset() {
    return proto.getOpsetImportList().stream()
        .filter(set -> Domains.isStandard(set.getDomain()))
        .mapToLong(set -> set.getVersion())
        .findFirst()
        .orElse(0);
  }

  /**
   * Writes the model; weights of more than 1.9 GB together go to {@code <file name>.data} beside
   * it.
   *
   * @throws IOException if writing fails; existing files are then still as they were
   */
  public void write(Path path) throws IOException {
    OnnxWriter.write(path, proto);
  }

  /**
   * Writes the model to a temporary file, which is there; see {@link #write}.
   *
   * @throws IOException if writing fails; the file is then incomplete
   */
  public void writeTemporary(Path path) throws IOException {
    OnnxWriter.writeTemporary(path, proto);
  }

  /**
   * Returns the model as the bytes of a file.
   *
   * @throws UnsupportedModelException if it exceeds 2 GiB
   */
  public byte[] toByteArray() {
    long size = 0;
    for (var tensor : proto.getGraph().getInitializerList()) {
      size += tensor.getRawData().size();
    }
    if (size > Integer.MAX_VALUE - (1 << 20)) {
      throw new UnsupportedModelException(
          "the model's weights take "
              + size
              + " bytes; one message holds at most 2 GiB: write a file");
    }
    return proto.toByteArray();
  }

  /** A model without its large weights, and those weights by name. */
  public record Detached(ByteBuffer model, Map<String, Tensor> weights) {}

  /**
   * Takes the weights out of the model that native code can use where they lie, so that an engine
   * gets them without a copy; all others stay in the model.
   *
   * @param smallest how many bytes a weight has at least to be taken out
   * @throws MalformedModelException if weights in another file are missing or outside the folder
   */
  public Detached detach(int smallest) {
    return DetachedWeights.apply(OnnxFile.withExternalInside(proto, folder), smallest);
  }

  /**
   * Checks that values in other files are there, and inside the model's folder.
   *
   * @param label names the model in messages
   * @throws MalformedModelException if they are not
   */
  public void checkExternalWeights(String label) {
    OnnxFile.checkExternal(label, proto, folder);
  }

  /**
   * Checks what ONNX Runtime does not, and does not survive.
   *
   * @param label names the model in messages
   * @throws MalformedModelException if the model is wrong in such a way
   */
  public void checkSurvivable(String label) {
    OperatorCheck.check(label, proto);
  }

  /** Returns what a caller's numbers are held to before a run. */
  public FedOperands fedOperands() {
    return FedOperands.of(proto);
  }

  /**
   * Returns the model with the nodes of its own functions in the place of their calls; itself where
   * it has none.
   */
  public OnnxModel withInlinedFunctions() {
    return withProto(FunctionInliner.apply(proto));
  }

  /**
   * Returns the model with more outputs.
   *
   * @param names values that nodes give or that come in
   * @throws IllegalArgumentException if the graph has no such value
   */
  public OnnxModel withOutputs(List<String> names) {
    return with(Outputs.add(proto.getGraph(), names));
  }

  /**
   * Returns the model with other values in some of its initializers, and all that lay in files of
   * their own inside; everything else stays as it is.
   *
   * @param values new values by the initializers' names, of the same shapes
   */
  public OnnxModel withInitializers(Map<String, Tensor> values) {
    ModelProto whole = OnnxFile.withExternalInside(proto, folder);
    GraphProto graph = NewValues.apply(whole.getGraph(), values);
    return new OnnxModel(whole.toBuilder().setGraph(graph).build(), null);
  }

  /**
   * Returns a model with full weights as one that computes in float32 what a file with smaller
   * weights is meant to give: each weight rounded to the values that the storage has, and for eight
   * bits the inputs of products, too.
   *
   * @param storage how the other file stores the weights
   */
  public OnnxModel withRoundedWeights(WeightStorage storage) {
    return with(
        SimulatedWeights.apply(OnnxFile.withExternalInside(proto, folder).getGraph(), storage));
  }

  /**
   * Returns the model with what another says of itself: producer, version, descriptions and
   * metadata. Pairs that this one has stay.
   */
  public OnnxModel describedLike(OnnxModel source) {
    return new OnnxModel(Description.copy(source.proto, proto), folder);
  }

  /**
   * Returns the part of the model that some values need, with these as its outputs, in order; nodes
   * and weights that nothing reads any more are gone.
   *
   * @param names values that nodes give, or nodes, which stand for their first result
   * @param types the types of values that the file does not say, by name
   * @throws IllegalArgumentException for an unknown name
   * @throws UnsupportedModelException if nothing says the type of a value
   */
  public OnnxModel cut(List<String> names, Map<String, TensorType> types) {
    return with(GraphCut.apply(proto.getGraph(), names, types));
  }

  /**
   * Returns the model with other names of nodes, inputs, outputs, weights and inner values.
   *
   * @param names new names by present ones; what a node and a value are both called is changed in
   *     both
   * @throws IllegalArgumentException for an unknown name, or a new one that is taken
   */
  public OnnxModel renamed(Map<String, String> names) {
    return with(GraphRenames.apply(proto.getGraph(), names));
  }

  /**
   * Returns the model with another pair of metadata.
   *
   * @param value null takes the pair away
   */
  public OnnxModel withMetadata(String key, @Nullable String value) {
    ModelProto.Builder model = proto.toBuilder().clearMetadataProps();
    proto.getMetadataPropsList().stream()
        .filter(pair -> !pair.getKey().equals(key))
        .forEach(model::addMetadataProps);
    if (value != null) {
      model.addMetadataPropsBuilder().setKey(key).setValue(value);
    }
    return new OnnxModel(model.build(), folder);
  }

  private OnnxModel with(GraphProto graph) {
    return new OnnxModel(proto.toBuilder().setGraph(graph).build(), folder);
  }

  /** Returns the message. */
  public ModelProto proto() {
    return proto;
  }

  /**
   * Returns the model with another message, which may refer to the same files; itself for its own.
   */
  public OnnxModel withProto(ModelProto changed) {
    return isSame(changed, proto) ? this : new OnnxModel(changed, folder, notes);
  }

  /** Returns the model with another graph; itself for its own. */
  public OnnxModel withGraph(GraphProto changed) {
    return isSame(changed, proto.getGraph()) ? this : with(changed);
  }

  /** Returns whether a step changed nothing; comparing large messages by value takes long. */
  private static boolean isSame(Object after, Object before) {
    return after == before;
  }
}
