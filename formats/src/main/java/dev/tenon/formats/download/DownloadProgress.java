package dev.tenon.formats.download;

/** Receives the progress of a download. */
@FunctionalInterface
public interface DownloadProgress {
  /** Ignores the progress. */
  DownloadProgress NONE = (file, done, total) -> {};

  /**
   * Receives the progress at the start of a transfer, after each piece and at the end.
   *
   * @param file the download
   * @param done the number of bytes so far, including earlier attempts
   * @param total the number of bytes of the file, or −1 if the server does not send it; the last
   *     call then has it as {@code done}
   */
  void update(Download file, long done, long total);
}
