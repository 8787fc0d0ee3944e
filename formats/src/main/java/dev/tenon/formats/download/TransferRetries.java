package dev.tenon.formats.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** Repeats a transfer until the part is complete and its hash is right, or there is no hope. */
final class TransferRetries {
  /** How many attempts in a row may bring nothing. */
  private static final int FRUITLESS = 3;

  /** How many attempts there are in all: a server may cut every connection. */
  private static final int ATTEMPTS = 50;

  private static final long PAUSE_MS = 200;

  private final Download file;
  private final PartFile part;
  private final DownloadProgress progress;

  TransferRetries(Download file, PartFile part, DownloadProgress progress) {
    this.file = file;
    this.part = part;
    this.progress = progress;
  }

  /** Fetches the file into the part. */
  void run() throws IOException {
    boolean resumed = transfer();
    String wrong = wrongHash();
    if (wrong != null && resumed) {
      // The pieces may be of two versions: the whole, once more.
      transfer();
      wrong = wrongHash();
    }
    if (wrong != null) {
      throw new DownloadException(
          file.name()
              + ": "
              + file.origin()
              + " gave a file with another hash: expected "
              + file.hash()
              + ", received "
              + wrong
              + ". What came was removed. Something on the way changes files (a proxy, a login"
              + " page), or the file was replaced: fetch it by hand and compare");
    }
  }

  /** Returns the hash where it is not the expected one, and removes what has it. */
  private @Nullable String wrongHash() throws IOException {
    String found = file.otherHash(part.path());
    if (found != null) {
      part.delete();
    }
    return found;
  }

  /** Returns whether the part is put together of several pieces. */
  private boolean transfer() throws IOException {
    int fruitless = 0;
    for (int attempt = 1; ; attempt++) {
      long before = part.size();
      try {
        return new Transfer(file, part, progress).run();
      } catch (Transfer.RefusedException e) {
        if (!e.passing()) {
          throw failed(e);
        }
        fruitless++;
        stopOrPause(e, fruitless, attempt);
      } catch (DownloadException e) {
        throw e;
      } catch (InterruptedIOException e) {
        throw failed(e);
      } catch (IOException e) {
        fruitless = part.size() > before ? 0 : fruitless + 1;
        stopOrPause(e, fruitless, attempt);
      }
    }
  }

  private void stopOrPause(IOException failure, int fruitless, int attempt) throws IOException {
    if (fruitless == FRUITLESS || attempt == ATTEMPTS) {
      throw failed(failure);
    }
    try {
      Thread.sleep(PAUSE_MS << fruitless);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(failure);
    }
  }

  private DownloadException failed(IOException cause) throws IOException {
    String reason = cause.getMessage() == null ? unsaid(cause) : cause.getMessage();
    long there = part.size();
    return new DownloadException(
        file.name()
            + ": cannot be fetched from "
            + file.origin()
            + " ("
            + reason
            + "): "
            + (there > 0
                ? there + " bytes are kept in " + part.path() + ", and the next call goes on there"
                : "check the connection (a proxy is named by HTTPS_PROXY, or by -Dhttps.proxyHost"
                    + " and -Dhttps.proxyPort), or put the file into a folder and let TENON_OFFLINE"
                    + " name it"),
        cause);
  }

  /** Puts into words what the JDK says by the kind of its exception only. */
  private static String unsaid(IOException cause) {
    return cause instanceof ConnectException
        ? "no connection to the server, or to the proxy before it"
        : cause.getClass().getName();
  }
}
