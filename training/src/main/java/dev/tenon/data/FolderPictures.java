package dev.tenon.data;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.formats.image.Images;
import dev.tenon.runtime.Engine;
import dev.tenon.runtime.PictureDecoder;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Decodes the pictures of a folder, as TensorFlow does where that can be had. */
final class FolderPictures {
  /** Looked for once: with the first picture. */
  private static final class Found {
    static final Optional<PictureDecoder> DECODER = find();

    private static Optional<PictureDecoder> find() {
      try {
        return Engine.find("tensorflow").flatMap(Engine::pictureDecoder);
      } catch (IllegalStateException e) {
        // Without its native library: Java decodes too.
        return Optional.empty();
      }
    }
  }

  private FolderPictures() {}

  /** Returns uint8 (height, width, channels). */
  static Tensor pixels(Path path, ColorMode mode) {
    try {
      if (Found.DECODER.isEmpty()) {
        return Images.pixels(path, mode);
      }
      return Found.DECODER.get().decode(Files.readAllBytes(path), mode.channels());
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          path + ": the picture is damaged (" + reason(e) + "): fetch it again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** TensorFlow names its operators in a second line, which says nothing of the picture. */
  private static String reason(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
