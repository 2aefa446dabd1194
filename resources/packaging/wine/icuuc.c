/* icuuc.dll, which Windows 10 has since 1703 and Wine 8 has not. Qt asks it only for text encodings that it does not
   know itself; here there are none: opening one fails with U_UNSUPPORTED_ERROR, so nothing else is ever called. */
#define UNSUPPORTED 16
#define EXPORT __declspec(dllexport)

EXPORT void *ucnv_open(const char *name, int *error) { (void)name; *error = UNSUPPORTED; return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{
    (void)name; (void)standard;
    *error = UNSUPPORTED;
    return 0;
}
EXPORT const char *ucnv_getAvailableName(int index) { (void)index; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }

EXPORT void ucnv_close(void *converter) { (void)converter; }

#define NEVER(name) EXPORT void name(void) { __builtin_trap(); }
NEVER(ucnv_reset)
NEVER(ucnv_getMaxCharSize)
NEVER(ucnv_getName)
NEVER(ucnv_getToUCallBack)
NEVER(ucnv_getFromUCallBack)
NEVER(ucnv_setToUCallBack)
NEVER(ucnv_setFromUCallBack)
NEVER(ucnv_cbToUWriteUChars)
NEVER(ucnv_cbFromUWriteUChars)
NEVER(ucnv_toUnicode)
NEVER(ucnv_fromUnicode)
NEVER(ucnv_toUCountPending)
NEVER(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
