package dev.tenon.formats.download;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file cannot be downloaded; the message names the file, the places tried and a remedy. */
public final class DownloadException extends IOException {
  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
