package dev.tenon.image;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads images without losses, PNG, GIF and BMP, with Java's own decoders. */
final class ImageIoFile {
  private ImageIoFile() {}

  /**
   * Returns the first image of a file.
   *
   * @throws MalformedModelException if it is no image, or damaged
   * @throws UnsupportedModelException if it is an image of a kind that Java does not read
   */
  static BufferedImage read(String name, byte[] file) {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new MalformedModelException(
            name, "is not an image that Java reads; expected JPEG, PNG, BMP or GIF: convert it");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, false, true);
        return read(name, reader);
      } finally {
        reader.dispose();
      }
    } catch (EOFException e) {
      throw damaged(name, "it ends early", e);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (UnsupportedImage.is(e)) {
        throw new UnsupportedModelException(
            name,
            "is an image of a kind that Java does not read (" + reason + "): convert it to RGB",
            List.of(),
            e);
      }
      throw damaged(name, reason, e);
    }
  }

  private static BufferedImage read(String name, ImageReader reader) throws IOException {
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > Images.MOST_PIXELS) {
        throw Images.tooLarge(name, reader.getWidth(0), reader.getHeight(0));
      }
      return reader.read(0);
    } catch (UnsupportedModelException | MalformedModelException e) {
      throw e;
    } catch (RuntimeException e) {
      // The decoders of the JDK meet damaged files with index and argument exceptions.
      throw damaged(name, String.valueOf(e.getMessage()), e);
    }
  }

  static MalformedModelException damaged(String name, String reason, @Nullable Exception cause) {
    return new MalformedModelException(
        name, "the image is damaged (" + reason + "): fetch it again", cause);
  }
}
