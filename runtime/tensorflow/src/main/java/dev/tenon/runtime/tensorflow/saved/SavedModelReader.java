package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.checkpoint.Checkpoint;
import dev.tenon.formats.protobuf.ProtobufFile;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Reads the folder of a SavedModel: its serving signature, the graph behind it, its variables.
 *
 * <p>Assets, Python's objects and functions of other signatures are not looked at.
 */
public final class SavedModelReader {
  /** The file that makes a folder a SavedModel. */
  public static final String FILE = "saved_model.pb";

  /** The version of the graph that Tenon writes: its signature is in the model's own order. */
  public static final String ORDERED = "tenon";

  private static final String SERVING = "serving_default";
  private static final String INITIALIZER = "__saved_model_init_op";

  private final String label;
  private final Path folder;
  private final ModelFolder files;
  private final MetaGraphDef meta;
  private final LoadLimits limits;

  private SavedModelReader(
      String label, Path folder, ModelFolder files, MetaGraphDef meta, LoadLimits limits) {
    this.label = label;
    this.folder = folder;
    this.files = files;
    this.meta = meta;
    this.limits = limits;
  }

  /**
   * Reads a folder.
   *
   * @param limits how large it may be
   * @throws UnsupportedModelException where it has no serving signature or uses operations that are
   *     not run from a file
   * @throws MalformedModelException where it is damaged
   * @throws IOException where it cannot be read
   */
  public static SavedGraph read(Path folder, LoadLimits limits) throws IOException {
    String label = folder.getFileName() + "/" + FILE;
    ModelFolder files = ModelFolder.of(folder);
    Path file = folder.resolve(FILE);
    if (Files.exists(file) && files.real(file) == null) {
      throw new MalformedModelException(label, "is a link out of the model's own folder");
    }
    try (Source source = Source.of(file, limits)) {
      SavedModel model =
          ProtobufFile.parse(
              label,
              source,
              SavedModel.getDescriptor(),
              SavedModel.parser(),
              "SavedModel",
              ProtobufFile.DEEPEST);
      SavedGraph graph =
          new SavedModelReader(label, folder, files, serving(label, model), limits).read();
      // Graph and variables are of one model only where the folder was not replaced in between.
      source.verify();
      return graph;
    }
  }

  private static MetaGraphDef serving(String label, SavedModel model) {
    for (MetaGraphDef meta : model.getMetaGraphsList()) {
      if (meta.getMetaInfoDef().getTagsList().contains("serve")) {
        return meta;
      }
    }
    if (model.getMetaGraphsCount() == 0) {
      throw new MalformedModelException(label, "holds no graph: truncated or damaged");
    }
    throw new UnsupportedModelException(
        label,
        "has no graph with the tag 'serve', only "
            + model.getMetaGraphsList().stream()
                .map(meta -> meta.getMetaInfoDef().getTagsList())
                .toList());
  }

  private SavedGraph read() throws IOException {
    String key = signature();
    SignatureDef signature = meta.getSignatureDefOrThrow(key);
    List<SavedGraph.Port> inputs = ports(key, signature.getInputsMap());
    List<SavedGraph.Port> outputs = ports(key, signature.getOutputsMap());
    if (outputs.isEmpty()) {
      throw new UnsupportedModelException(
          label, "signature '" + key + "' gives nothing: save the model with its outputs");
    }
    List<String> initializers = initializers();
    List<String> roots = new ArrayList<>(initializers);
    outputs.forEach(port -> roots.add(port.operation()));
    inputs.forEach(port -> roots.add(port.operation()));
    GraphDef part = GraphPart.of(label, meta.getGraphDef(), roots);
    GraphDef checked = StoredGraphCheck.apply(label, part, limits);
    PlaceholderCheck.check(label, checked, inputs);
    Map<String, String> variables = variables(checked);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "TensorFlow SavedModel");
    facts.put("tensorflow_version", meta.getMetaInfoDef().getTensorflowVersion());
    facts.put("signature", key);
    facts.put("signatures", signatures().toString());
    return new SavedGraph(
        label, checked, inputs, outputs, variables, checkpoint(variables), initializers, facts);
  }

  private List<String> signatures() {
    return meta.getSignatureDefMap().keySet().stream()
        .filter(key -> !key.startsWith("__"))
        .sorted()
        .toList();
  }

  private String signature() {
    List<String> known = signatures();
    if (known.contains(SERVING)) {
      return SERVING;
    }
    if (known.size() == 1) {
      return known.get(0);
    }
    throw new UnsupportedModelException(
        label,
        "has no signature 'serving_default', "
            + (known.isEmpty() ? "and no other: it was saved without one" : "only " + known)
            + "; save it in Python with model.export(folder)");
  }

  private List<SavedGraph.Port> ports(String signature, Map<String, TensorInfo> infos) {
    List<SavedGraph.Port> ports = new ArrayList<>();
    boolean ordered = meta.getMetaInfoDef().getMetaGraphVersion().equals(ORDERED);
    // Python and C++ write these maps in any order.
    (ordered ? infos : new TreeMap<>(infos))
        .forEach(
            (key, info) -> {
              if (info.getEncodingCase() != TensorInfo.EncodingCase.NAME) {
                throw new UnsupportedModelException(
                    label,
                    "'"
                        + key
                        + "' of signature '"
                        + signature
                        + "' is sparse or composite; only plain tensors are handled");
              }
              String where = label + ": '" + key + "' of signature '" + signature + "'";
              ports.add(
                  new SavedGraph.Port(
                      key,
                      PlaceholderCheck.tensor(where, info.getName()),
                      Value.of(key, Types.of(where, info.getDtype(), info.getTensorShape()))));
            });
    return ports;
  }

  /** Returns what fills tables and the like, where there is such an operation. */
  private List<String> initializers() {
    SignatureDef signature = meta.getSignatureDefMap().get(INITIALIZER);
    if (signature == null) {
      return List.of();
    }
    return signature.getOutputsMap().values().stream()
        .map(info -> GraphPart.operation(info.getName()))
        .toList();
  }

  private Map<String, String> variables(GraphDef checked) {
    Map<String, String> keys =
        RestorePlan.of(meta.getGraphDef(), meta.getSaverDef().getRestoreOpName());
    Map<String, String> variables = new LinkedHashMap<>();
    for (NodeDef node : checked.getNodeList()) {
      if (PlaceholderCheck.isVariable(node)) {
        String key = keys.get(node.getName());
        if (key == null) {
          throw new MalformedModelException(
              label, "nothing restores variable '" + node.getName() + "': damaged");
        }
        variables.put(node.getName(), key);
      }
    }
    return variables;
  }

  private @Nullable Checkpoint checkpoint(Map<String, String> variables) throws IOException {
    if (variables.isEmpty()) {
      return null;
    }
    Path inside = folder.resolve("variables");
    if (Files.exists(inside) && files.real(inside) == null) {
      throw new MalformedModelException(
          label, "its folder 'variables' is a link out of the model's own folder");
    }
    if (!Files.exists(inside.resolve("variables.index"))) {
      throw new MalformedModelException(
          label, "the file variables/variables.index is missing" + beside(inside));
    }
    Checkpoint checkpoint = Checkpoint.open(label, files, inside.resolve("variables"));
    if (!checkpoint.missing().isEmpty()) {
      throw new MalformedModelException(
          label,
          "the weights are missing, variables/"
              + String.join(", variables/", checkpoint.missing())
              + beside(inside)
              + ": copy the whole folder");
    }
    checkSize(checkpoint, inside);
    checkpoint.hold(variables.values());
    return checkpoint;
  }

  /** Refuses weights that are larger than is allowed, before any is read. */
  private void checkSize(Checkpoint checkpoint, Path inside) throws IOException {
    checkpoint
        .entries()
        .forEach(
            (name, entry) ->
                limits.checkElements(label + ": variable '" + name + "'", entry.shape()));
    long bytes = Files.size(folder.resolve(FILE));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(inside)) {
      for (Path file : found) {
        bytes += Files.size(file);
      }
    }
    limits.checkBytes(label, bytes);
  }

  private static String beside(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return ": copy the whole folder, not the .pb alone";
    }
    try (Stream<Path> files = Files.list(folder)) {
      return "; there are " + files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
