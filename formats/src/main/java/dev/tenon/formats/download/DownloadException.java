package dev.tenon.formats.download;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file cannot be had: the message names the file, where it was looked for, and what to do. */
public final class DownloadException extends IOException {
  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
