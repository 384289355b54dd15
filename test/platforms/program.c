// A program for Windows, by its name: NAME.exe runs NAME.cjs beside it with DEFER_TEST_NODE and its own arguments, as
// they stand in its command line. Where there is no NAME.cjs, it leaves NAME.exe.ran behind.
#include <windows.h>
#include <stdio.h>

int wmain(void) {
  static wchar_t own[4096], script[4096], node[4096], line[40000];
  GetModuleFileNameW(NULL, own, 4096);
  wcscpy(script, own);
  wcscpy(wcsrchr(script, L'.'), L".cjs");
  if (GetFileAttributesW(script) == INVALID_FILE_ATTRIBUTES) {
    wcscat(own, L".ran");
    CloseHandle(CreateFileW(own, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    return 0;
  }
  GetEnvironmentVariableW(L"DEFER_TEST_NODE", node, 4096);
  wchar_t *rest = GetCommandLineW();
  // The first word is the program, in quotes or without.
  if (*rest == L'"') {
    rest = wcschr(rest + 1, L'"');
    rest = rest ? rest + 1 : L"";
  } else {
    while (*rest && *rest != L' ') rest++;
  }
  swprintf(line, 40000, L"\"%ls\" \"%ls\"%ls", node, script, rest);
  STARTUPINFOW start = {sizeof(start)};
  PROCESS_INFORMATION child;
  if (!CreateProcessW(node, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) return 126;
  WaitForSingleObject(child.hProcess, INFINITE);
  DWORD code = 1;
  GetExitCodeProcess(child.hProcess, &code);
  return (int)code;
}
