package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Finds out where a job goes on: the response file says what was answered, the run's position where
 * that was in the log. Without a usable position both are compared from their beginnings.
 *
 * @param ids of the answers before {@code comparedFrom}
 * @param ordinal how many answers these are
 * @param comparedFrom where in the response file answers begin that the log is compared with
 * @param answers in the response file
 */
record Resume(IdSet ids, long ordinal, long comparedFrom, long answers) {

  /** Opens the run's file; makes it, with a new fingerprint, where the job is new. */
  static RunFile run(JobSpec spec, RandomGenerator random) throws IOException {
    Path out = spec.out();
    if (!Files.exists(RunFile.beside(out))) {
      if (Files.exists(out) && Files.size(out) > 0) {
        throw MinerErrors.foreign(out, "it is there already, and no run's");
      }
      byte[] fingerprint = new byte[RunFile.FINGERPRINT_BYTES];
      random.nextBytes(fingerprint);
      RunFile.create(out, spec.log(), Bytes.wrap(fingerprint));
    }
    return RunFile.open(out, spec.log());
  }

  /** Reads the response file, and has {@code tail} begin at the right place. */
  static Resume of(RunFile run, ResponseFile file, LogTail tail, long idMemory) throws IOException {
    Position position = run.position();
    if (position == null || !file.beginsLine(position.outOffset())) {
      return read(file, 0, idMemory);
    }
    // Where the log's file is gone, what is there now is new; known ids are passed over.
    return read(file, tail.seek(position) ? position.outOffset() : file.size(), idMemory);
  }

  private static Resume read(ResponseFile file, long comparedFrom, long idMemory)
      throws IOException {
    IdSet ids = new IdSet(idMemory);
    ResponseFile.Answers answers = file.answers(0);
    long before = 0;
    long all = 0;
    try {
      while (answers.next()) {
        AnswerLine answer =
            AnswerLine.parse(answers.bytes(), answers.lineStart(), answers.length());
        all++;
        if (answers.offset() <= comparedFrom) {
          before++;
          if (answer.readable()) {
            ids.add(answer.id());
          }
        }
      }
    } catch (IllegalArgumentException e) {
      throw MinerErrors.foreign(
          file.path(), "line " + (all + 1) + " is no answer: " + e.getMessage());
    }
    return new Resume(ids, before, comparedFrom, all);
  }
}
