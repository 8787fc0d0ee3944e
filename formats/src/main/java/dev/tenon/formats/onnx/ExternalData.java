package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the values of a tensor lie outside the model file.
 *
 * @param length how many bytes; negative where the model does not say
 */
record ExternalData(String where, String location, long offset, long length) {
  static ExternalData of(String where, TensorProto proto) {
    String location = "";
    long offset = 0;
    long length = -1;
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number(where, entry);
        case "length" -> length = number(where, entry);
        default -> {
          // A checksum, which ONNX leaves optional, and keys of tools' own.
        }
      }
    }
    return new ExternalData(where, location, offset, length);
  }

  /**
   * Reads the values.
   *
   * @param needed how many bytes they take; negative where that is only for the model to say, or
   *     where it does not, for the end of the file
   */
  ByteBuffer read(ModelFolder folder, long needed) {
    long expected = needed >= 0 ? needed : length >= 0 ? length : rest(folder);
    if (length >= 0 && length != expected) {
      throw malformed("needs " + expected + " bytes, the model points to " + length);
    }
    if (expected > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(
          where, "has " + expected + " bytes; a tensor holds at most 2 GiB");
    }
    Source source = source(folder);
    if (offset > source.size() - expected) {
      throw malformed(
          "needs "
              + expected
              + " bytes at "
              + offset
              + " of '"
              + location
              + "', that file has "
              + source.size());
    }
    return source.slice(offset, expected);
  }

  private Source source(ModelFolder folder) {
    try {
      return folder.source(location, () -> file(folder));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private long rest(ModelFolder folder) {
    return Math.max(0, source(folder).size() - offset);
  }

  private MalformedModelException unreadable(IOException e) {
    return new MalformedModelException(
        where, "its values in '" + location + "' cannot be read: " + e.getMessage(), e);
  }

  /** Finds the file, and refuses any that is not truly inside the folder. */
  private Path file(ModelFolder folder) {
    boolean windows = location.matches("[A-Za-z]:.*") || location.startsWith("\\");
    if (location.isEmpty() || location.startsWith("/") || windows) {
      throw malformed("points to '" + location + "'; expected a path inside the model's folder");
    }
    // Models written on Windows may separate folders by a backslash.
    String portable = location.replace('\\', '/');
    if (List.of(portable.split("/", -1)).contains("..")) {
      throw malformed("points to '" + location + "', outside the model's folder: it is an attack");
    }
    try {
      Path plain = folder.path().resolve(location);
      Path file = Files.exists(plain) ? plain : folder.path().resolve(portable);
      if (!Files.isRegularFile(file)) {
        throw malformed("lies in '" + location + "', which is missing: put it beside the model");
      }
      Path real = folder.real(file);
      if (real == null) {
        throw malformed(
            "lies in '" + location + "', a link out of the model's folder: copy the file there");
      }
      return real;
    } catch (InvalidPathException e) {
      throw new MalformedModelException(
          where, "points to the impossible path '" + location + "'", e);
    } catch (IOException e) {
      throw new MalformedModelException(
          where, "lies in '" + location + "', which cannot be read: " + e.getMessage(), e);
    }
  }

  private static long number(String where, StringStringEntryProto entry) {
    String text = entry.getValue();
    if (!text.matches("[0-9]{1,18}")) {
      throw new MalformedModelException(
          where, "its external data has the " + entry.getKey() + " '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException(where, what);
  }
}
