package dev.tenon.formats;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows files that are often mistaken for models, and says what they are. */
final class ForeignContent {
  private record Kind(int offset, String magic, boolean model, String sentence) {}

  private static final String PICKLE =
      "is a Python pickle, which runs code when it is read; Tenon never reads one: load it in"
          + " Python and save the model as .keras, .h5 or .onnx";

  private static final String MANGLED =
      "was an HDF5 file until a transfer as text changed its bytes: fetch it again in binary form"
          + " (in git, '*.h5 binary' belongs into .gitattributes)";

  private static final List<Kind> KINDS =
      List.of(
          new Kind(0, "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019", true, torch()),
          new Kind(0, "\u00c2\u0089HDF", false, MANGLED),
          new Kind(0, "\u00ef\u00bf\u00bdHDF", false, MANGLED),
          new Kind(0, "\u0089HDF\n", false, MANGLED),
          new Kind(0, "\u0080\u0002", true, PICKLE),
          new Kind(0, "\u0080\u0003", true, PICKLE),
          new Kind(0, "\u0080\u0004", true, PICKLE),
          new Kind(0, "\u0080\u0005", true, PICKLE),
          new Kind(
              0, "GGUF", true, "is a GGUF language model (llama.cpp), which Tenon does not read"),
          new Kind(
              4,
              "TFL3",
              true,
              "is a TensorFlow Lite model, which Tenon does not read: use the Keras file that it"
                  + " was converted from, or convert it with tf2onnx"),
          new Kind(
              4,
              "ORTM",
              true,
              "is a model in ONNX Runtime's ORT format, which Tenon does not read: use the .onnx"
                  + " file that it was converted from"),
          new Kind(
              8,
              "{\"",
              true,
              "is a safetensors file: it holds weights without a model: load the folder that has it"
                  + " beside a config.json, or give the weights to a model with loadWeights"),
          new Kind(
              0, "\u001f\u008b", false, "is compressed with gzip: decompress it first (gunzip)"),
          new Kind(0, "BZh", false, "is compressed with bzip2: decompress it first (bunzip2)"),
          new Kind(0, "\u00fd7zXZ", false, "is compressed with xz: decompress it first (unxz)"),
          new Kind(
              0,
              "(\u00b5/\u00fd",
              false,
              "is compressed with Zstandard: decompress it first (unzstd)"),
          new Kind(0, "7z\u00bc\u00af", false, "is a 7-Zip archive: unpack it first"),
          new Kind(0, "Rar!", false, "is a RAR archive: unpack it first"),
          new Kind(257, "ustar", false, "is a tar archive: unpack it first"),
          new Kind(0, "\u0089PNG", false, "is a PNG image, not a model: choose another file"),
          new Kind(0, "\u00ff\u00d8\u00ff", false, "is a JPEG image, not a model: choose another"),
          new Kind(0, "GIF8", false, "is a GIF image, not a model: choose another file"),
          new Kind(0, "%PDF", false, "is a PDF document, not a model: choose another file"),
          new Kind(0, "\u007fELF", false, "is a program or a library, not a model: choose another"),
          new Kind(0, "SQLite format 3", false, "is an SQLite database, not a model"));

  private ForeignContent() {}

  /** Throws where the bytes, one a char, begin as a known kind that is no text. */
  static void refuseBinary(String name, String head) {
    for (Kind kind : KINDS) {
      if (head.startsWith(kind.magic, kind.offset)) {
        String sentence = name + ": " + kind.sentence;
        throw kind.model
            ? new UnsupportedModelException(sentence)
            : new MalformedModelException(sentence);
      }
    }
  }

  static UnsupportedModelException pyTorch(String name) {
    return new UnsupportedModelException(name, torch());
  }

  /** Says what a file is that is no known binary kind. */
  static RuntimeException text(String name, String start, byte[] bytes) {
    String lower = start.substring(0, Math.min(64, start.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("version https://git-lfs")) {
      return new UnsupportedModelException(
          name,
          "is a Git LFS pointer, not the model itself: run 'git lfs pull' in the"
              + " repository, or download the file from its web page");
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return new MalformedModelException(
          name,
          "is a web page, not a model: the download link led to a page (a log-in, an"
              + " error); fetch the raw file");
    }
    if (lower.startsWith("<")) {
      return new MalformedModelException(
          name, "is an XML document, not a model; expected HDF5, a .keras zip or ONNX");
    }
    int printable = 0;
    for (byte b : bytes) {
      printable += b >= ' ' || b == '\n' || b == '\r' || b == '\t' || b < 0 ? 1 : 0;
    }
    boolean text = printable == bytes.length && start.indexOf('\ufffd') < 0;
    if (text) {
      return new MalformedModelException(
          name,
          "is plain text, beginning '"
              + start.lines().findFirst().orElse("").replaceAll("(?<=^.{60}).*", "…")
              + "'; expected HDF5, a .keras zip or ONNX");
    }
    return new MalformedModelException(
        name,
        "is of no known kind (it begins with the bytes "
            + hex(bytes)
            + "); expected HDF5, a .keras zip or ONNX: the file is damaged or no model");
  }

  /** Says what to do with the JSON of TensorFlow.js; null if it is other JSON. */
  static @Nullable UnsupportedModelException tensorFlowJs(String name, String start) {
    if (!start.contains("\"modelTopology\"") && !start.contains("\"weightsManifest\"")) {
      return null;
    }
    boolean graph = start.contains("\"graph-model\"");
    return new UnsupportedModelException(
        name,
        "is the model.json of TensorFlow.js ("
            + (graph ? "a graph model" : "a layers model")
            + "), whose weights lie in .bin files of their own; Tenon does not read it: convert it"
            + " in Python, "
            + (graph
                ? "pip install tensorflowjs tfjs-graph-converter; tfjs_graph_converter FOLDER"
                    + " --output_format tf_saved_model SAVED_MODEL"
                : "pip install tensorflowjs; tensorflowjs_converter --input_format"
                    + " tfjs_layers_model --output_format keras model.json model.h5"));
  }

  static UnsupportedModelException onnxTensor(String name) {
    return new UnsupportedModelException(
        name,
        "is a single ONNX tensor (TensorProto), such as a weight, or an input of a test: it"
            + " holds no network; give the model.onnx that it belongs to");
  }

  private static String torch() {
    return "is a PyTorch checkpoint, which holds pickled Python objects; Tenon never reads those:"
        + " export it in Python with torch.onnx.export";
  }

  private static String hex(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      out.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%02x", bytes[i]));
    }
    return out.toString();
  }
}
