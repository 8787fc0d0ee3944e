package dev.tenon.formats;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of a file, recognised by its content instead of its suffix. */
public enum ContentType {
  /** An HDF5 file, such as a Keras {@code .h5}. */
  HDF5,
  /** A zip archive, such as a {@code .keras} file. */
  ZIP,
  /** A zip archive whose first entry is a NumPy array. */
  NPZ,
  /** A NumPy array. */
  NPY,
  /** An ONNX model. */
  ONNX,
  /** The {@code saved_model.pb} of a TensorFlow SavedModel. */
  SAVED_MODEL,
  /** A single TensorFlow graph (GraphDef); a frozen one contains its weights. */
  FROZEN_GRAPH,
  /** JSON text, such as a Keras configuration. */
  JSON;

  private static final int HEAD = 1 << 16;
  private static final long HDF5_SIGNATURE = 0x0a1a0a0d46444889L;
  private static final int ZIP_SIGNATURE = 0x04034b50;

  /**
   * Returns the kind of a file.
   *
   * @throws IOException if it cannot be read
   * @throws MalformedModelException if it is not a model file; the message names its kind
   * @throws UnsupportedModelException if it is a model of a kind that Tenon does not read
   */
  public static ContentType of(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      return of(source);
    }
  }

  /**
   * Returns the kind of the bytes.
   *
   * @throws MalformedModelException if they are not a model file; the message names their kind
   * @throws UnsupportedModelException if they are a model of a kind that Tenon does not read
   */
  public static ContentType of(Source source) {
    // HDF5 allows a block of the user's own before its signature, of 512 bytes or that doubled. A
    // zip archive stores HDF5 files as they are, and one of them may begin just there.
    boolean zip = source.size() >= 4 && source.slice(0, 4).getInt(0) == ZIP_SIGNATURE;
    for (long at = 512; !zip && at <= source.size() - 8 && at <= 1L << 40; at *= 2) {
      if (source.slice(at, 8).getLong(0) == HDF5_SIGNATURE) {
        return HDF5;
      }
    }
    return of(source.name(), source.slice(0, Math.min(HEAD, source.size())));
  }

  /**
   * Returns the kind of a file with the given first bytes.
   *
   * @param name starts the sentence of an exception
   * @param head the first bytes, from position to limit; some kilobytes or the whole file
   * @throws MalformedModelException if it is not a model file; the message names its kind
   * @throws UnsupportedModelException if it is a model of a kind that Tenon does not read
   */
  public static ContentType of(String name, ByteBuffer head) {
    byte[] bytes = new byte[Math.min(HEAD, head.remaining())];
    head.get(head.position(), bytes);
    if (bytes.length == 0) {
      throw new MalformedModelException(
          name, "the file is empty: the download or the save did not finish, fetch it again");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089HDF\r\n\u001a\n")) {
      return HDF5;
    }
    if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
      return zip(name, text);
    }
    if (text.startsWith("\u0093NUMPY")) {
      return NPY;
    }
    ForeignContent.refuseBinary(name, text);
    return switch (ProtobufSniffer.of(bytes)) {
      case ONNX -> ONNX;
      case SAVED_MODEL -> SAVED_MODEL;
      case FROZEN_GRAPH -> FROZEN_GRAPH;
      case TENSOR -> throw ForeignContent.onnxTensor(name);
      case OTHER -> text(name, bytes);
    };
  }

  private static ContentType text(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String start = (text.startsWith("\ufeff") ? text.substring(1) : text).stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      UnsupportedModelException javaScript = ForeignContent.tensorFlowJs(name, start);
      if (javaScript != null) {
        throw javaScript;
      }
      return JSON;
    }
    throw ForeignContent.text(name, start, bytes);
  }

  private static ContentType zip(String name, String head) {
    if (head.length() < 30) {
      throw new MalformedModelException(
          name, "is a zip archive of " + head.length() + " bytes: it is empty or truncated");
    }
    int length = head.charAt(26) | head.charAt(27) << 8;
    String first = head.substring(30, Math.min(head.length(), 30 + length));
    if (first.endsWith("/data.pkl") || first.endsWith("/.format_version")) {
      throw ForeignContent.pyTorch(name);
    }
    if (first.startsWith("META-INF/") || first.equals("[Content_Types].xml")) {
      throw new MalformedModelException(
          name, "is a Java archive or an office document, not a model: choose another file");
    }
    return first.endsWith(".npy") ? NPZ : ZIP;
  }

  /** Returns whether a path is the folder of a TensorFlow SavedModel. */
  public static boolean isSavedModel(Path path) {
    return Files.isDirectory(path) && Files.exists(path.resolve("saved_model.pb"));
  }

  static RuntimeException folder(Path path, String name) {
    if (isSavedModel(path)) {
      return new UnsupportedModelException(
          name,
          "is a TensorFlow SavedModel folder: it can be run as a model, but is no file with"
              + " layers; use the .keras or .h5 that it was exported from");
    }
    if (Files.exists(path.resolve("config.json"))) {
      return new UnsupportedModelException(
          name,
          "is a folder with a config.json, such as Hugging Face's: to load one, add the dependency"
              + " dev.tenon:tenon-zoo and name the folder");
    }
    return new MalformedModelException(
        name, "is a folder; expected a model file: give the path of the file inside");
  }
}
